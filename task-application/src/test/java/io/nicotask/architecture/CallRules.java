package io.nicotask.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.List;

/** Who may call what. */
final class CallRules {

    private final Layers layers;

    CallRules(Layers layers) {
        this.layers = layers;
    }

    List<NamedRule> all() {
        return List.of(
                NamedRule.onMain("R13", timeAndChanceComeFromBootstrap()),
                NamedRule.onMain("R17", theEngineIsReachedThroughTheRelay()),
                NamedRule.onMain("R18", scopesAreMadeByThePolicy()),
                NamedRule.onMain("R21", handlesAreNotOpenedByHand()),
                NamedRule.onMain("R22", noCarelessHabits()));
    }

    private ArchRule timeAndChanceComeFromBootstrap() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(layers.bootstrap())
                .should()
                .accessTargetWhere(AmbientSources.areRead())
                .because("what reads the clock or rolls dice by itself cannot be tested or replayed");
    }

    private ArchRule theEngineIsReachedThroughTheRelay() {
        return classes()
                .that()
                .haveFullyQualifiedName(layers.portNamed("WorkflowEngine"))
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage(
                        layers.backgroundWork(), layers.port(), layers.adapter("workflow"), layers.bootstrap())
                .because("a use case that could call the engine would sooner or later do so inside its transaction");
    }

    private ArchRule scopesAreMadeByThePolicy() {
        return codeUnits()
                .that(makeScopes())
                .should(onlyBeNamedBy(assignableTo(layers.portNamed("AccessPolicy"))))
                .because("who can make a scope can read every tenant's tasks");
    }

    private ArchRule handlesAreNotOpenedByHand() {
        return noClasses()
                .that()
                .resideInAPackage(layers.adapter("persistence"))
                .should()
                .accessTargetWhere(describe(
                        "Jdbi.open is called",
                        access -> access.getTargetOwner().isAssignableTo("org.jdbi.v3.core.Jdbi")
                                && access.getName().equals("open")))
                .because("a handle opened by hand does not join the transaction around it");
    }

    private ArchRule noCarelessHabits() {
        return CompositeArchRule.of(noneUnderTheRoot().should(ACCESS_STANDARD_STREAMS))
                .and(noneUnderTheRoot().should().dependOnClassesThat().resideInAPackage("java.util.logging.."))
                .and(noneUnderTheRoot().should(THROW_GENERIC_EXCEPTIONS))
                .because("output has one way out, and a fault has a name that can be caught");
    }

    private GivenClassesConjunction noneUnderTheRoot() {
        return noClasses().that().resideInAPackage(layers.everything());
    }

    private DescribedPredicate<JavaCodeUnit> makeScopes() {
        return describe("make a TaskScope", unit -> {
            boolean inScope = unit.getOwner().getName().equals(layers.taskScope());
            boolean factory = unit.getModifiers().contains(JavaModifier.STATIC)
                    && unit.getRawReturnType().equals(unit.getOwner());
            return inScope && (unit.isConstructor() || factory);
        });
    }

    /** Counts method references as well, which ArchUnit's own {@code onlyBeCalled()} lets through. */
    private static ArchCondition<JavaCodeUnit> onlyBeNamedBy(DescribedPredicate<JavaClass> allowed) {
        return new ArchCondition<>("only be called or referred to by classes " + allowed.getDescription()) {
            @Override
            public void check(JavaCodeUnit factory, ConditionEvents events) {
                for (JavaAccess<?> access : factory.getAccessesToSelf()) {
                    JavaClass caller = access.getOriginOwner();
                    boolean fine = caller.equals(factory.getOwner()) || allowed.test(caller);
                    events.add(new SimpleConditionEvent(access, fine, access.getDescription()));
                }
            }
        };
    }
}

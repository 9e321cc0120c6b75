package io.nicotask.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.List;
import java.util.Set;

/** What the types of each layer look like from outside. */
final class ShapeRules {

    private static final DescribedPredicate<JavaClass> SEALED_INTERFACES =
            INTERFACES.and(describe("sealed", JavaClass::isSealed));

    private final Layers layers;

    ShapeRules(Layers layers) {
        this.layers = layers;
    }

    List<NamedRule> all() {
        return List.of(
                NamedRule.onMain("R09", anAdapterHasOneEntryPoint()),
                NamedRule.onMain("R10", servicesAreHidden()),
                NamedRule.onMain("R11", aUseCaseHasOneVerb()),
                NamedRule.onMain("R12", answersAreClosedSetsOfRecords()),
                NamedRule.onMain("R19", faultsLiveBesideThePorts()));
    }

    private ArchRule anAdapterHasOneEntryPoint() {
        return classes()
                .that()
                .resideInAPackage(layers.adapters())
                .and()
                .areTopLevelClasses()
                .and()
                .haveSimpleNameNotEndingWith("Module")
                .should()
                .notBePublic()
                .because("all of an adapter but its module can then be changed without asking anyone");
    }

    private ArchRule servicesAreHidden() {
        return classes()
                .that()
                .resideInAPackage(layers.application())
                .and()
                .haveSimpleNameEndingWith("Service")
                .should()
                .bePackagePrivate()
                .andShould()
                .haveModifier(JavaModifier.FINAL)
                .because("callers know the use case, never the class that carries it out");
    }

    private ArchRule aUseCaseHasOneVerb() {
        return classes()
                .that(areUseCases())
                .and()
                .resideInAPackage(layers.application())
                .and()
                .resideOutsideOfPackage(layers.port())
                .should(declareOneAbstractMethod())
                .because("a use case with one verb is a function: callers get a lambda in their tests");
    }

    private ArchRule answersAreClosedSetsOfRecords() {
        ArchRule results = classes()
                .that()
                .resideInAPackage(layers.application())
                .and()
                .haveSimpleNameEndingWith("Result")
                .should(ArchCondition.from(SEALED_INTERFACES.as("be sealed interfaces")))
                .andShould(permitRecordsOnly());
        ArchRule domainAnswers = classes()
                .that(SEALED_INTERFACES.as("are sealed interfaces"))
                .and()
                .resideInAPackage(layers.domain())
                .should(permitRecordsOnly());
        return CompositeArchRule.of(results)
                .and(domainAnswers)
                .because("a switch without default over a closed set makes a forgotten case fail the build");
    }

    private ArchRule faultsLiveBesideThePorts() {
        ArchRule noneInTheDomain =
                noClasses().that().resideInAPackage(layers.domain()).should().beAssignableTo(Throwable.class);
        ArchRule finalAndBesideThePorts = classes()
                .that()
                .resideInAPackage(layers.application())
                .and()
                .areAssignableTo(Throwable.class)
                .should()
                .resideInAPackage(layers.port())
                .andShould()
                .haveModifier(JavaModifier.FINAL);
        return CompositeArchRule.of(noneInTheDomain)
                .and(finalAndBesideThePorts)
                .because("refusals are values; what is thrown is a fault of the world behind a port");
    }

    /** A {@code package-info} and an annotation are interfaces too, in a class file; a sealed one is data. */
    private static DescribedPredicate<JavaClass> areUseCases() {
        return describe(
                "are interfaces other than results",
                type -> type.isInterface()
                        && !type.isSealed()
                        && !type.isAnnotation()
                        && !type.getSimpleName().equals("package-info")
                        && !type.getSimpleName().endsWith("Result"));
    }

    private static ArchCondition<JavaClass> declareOneAbstractMethod() {
        return ArchCondition.from(describe(
                "declare exactly one abstract method",
                type -> type.getMethods().stream()
                                .filter(method -> method.getModifiers().contains(JavaModifier.ABSTRACT))
                                .count()
                        == 1));
    }

    private static ArchCondition<JavaClass> permitRecordsOnly() {
        return ArchCondition.from(describe(
                "permit records only",
                type -> type.getPermittedSubclasses().stream()
                        .flatMap(Set::stream)
                        .allMatch(JavaClass::isRecord)));
    }
}

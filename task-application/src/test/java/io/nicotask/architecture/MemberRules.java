package io.nicotask.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.List;
import java.util.Optional;

/** What fields, methods and parameters look like. */
final class MemberRules {

    private final Layers layers;

    MemberRules(Layers layers) {
        this.layers = layers;
    }

    List<NamedRule> all() {
        return List.of(
                NamedRule.onMain("R14", theCoreIsImmutable()),
                NamedRule.onMain("R15", portsHaveNoBodies()),
                NamedRule.onMain("R16", nothingTakesAnOptional()));
    }

    private ArchRule theCoreIsImmutable() {
        ArchRule finalFields = fields().that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(layers.domain(), layers.application())
                .should()
                .beFinal();
        ArchRule noSetters = noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(layers.domain(), layers.application())
                .should()
                .haveNameMatching("set[A-Z].*");
        return CompositeArchRule.of(finalFields)
                .and(noSetters)
                .because("a state that can only be replaced is decided in one place");
    }

    private ArchRule portsHaveNoBodies() {
        return methods()
                .that()
                .areDeclaredInClassesThat()
                .areInterfaces()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage(layers.port())
                .and()
                .areNotStatic()
                .should()
                .haveModifier(JavaModifier.ABSTRACT)
                .because("behaviour in a port would be inherited by some adapters and not by others");
    }

    private ArchRule nothingTakesAnOptional() {
        return noCodeUnits()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(layers.everything())
                .should()
                .haveRawParameterTypes(anyElementThat(type(Optional.class)).as("with an Optional"))
                .because("Optional says that an answer may be missing; a question is overloaded or nullable instead");
    }
}

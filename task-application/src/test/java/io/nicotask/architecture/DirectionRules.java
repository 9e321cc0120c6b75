package io.nicotask.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.ENUMS;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.NESTED_CLASSES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.RECORDS;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.List;

/** Which part of the hexagon may know which. */
final class DirectionRules {

    /** Named one by one: {@code java..} would let {@code java.sql} in. */
    private static final DescribedPredicate<JavaClass> LANGUAGE = resideInAnyPackage(
            "java.lang..",
            "java.util..",
            "java.time..",
            "java.nio.charset",
            "org.jspecify.annotations",
            "com.google.errorprone.annotations");

    private final Layers layers;

    DirectionRules(Layers layers) {
        this.layers = layers;
    }

    List<NamedRule> all() {
        return List.of(
                NamedRule.onMain("R01", domainKnowsTheLanguageOnly()),
                NamedRule.onMain("R02", applicationKnowsTheDomainOnly()),
                NamedRule.onMain("R03", adaptersDoNotKnowEachOther()),
                NamedRule.onMain("R04", nothingKnowsBootstrap()),
                NamedRule.onMain("R05", eachTechnologyHasOneHome()),
                NamedRule.onMain("R06", everyClassHasALayer()),
                NamedRule.onMain("R07", packagesAreFreeOfCycles()),
                NamedRule.onMain("R08", adaptersNeverNameAService()));
    }

    private ArchRule domainKnowsTheLanguageOnly() {
        return classes()
                .that()
                .resideInAPackage(layers.domain())
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(layers.domain(), Layers.LIBRARY.domain())
                        .or(LANGUAGE))
                .because("the domain must outlive every technology around it");
    }

    private ArchRule applicationKnowsTheDomainOnly() {
        return classes()
                .that()
                .resideInAPackage(layers.application())
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(layers.domain(), layers.application(), "jakarta.validation..")
                                .or(resideInAnyPackage(Layers.LIBRARY.domain(), Layers.LIBRARY.application()))
                                .or(LANGUAGE))
                .because("a use case reaches the world through its ports only");
    }

    private ArchRule adaptersDoNotKnowEachOther() {
        return slices().matching(layers.root() + ".adapter.(*)..")
                .should()
                .notDependOnEachOther()
                .because("one technology must be replaceable without touching another");
    }

    private ArchRule nothingKnowsBootstrap() {
        return classes()
                .that()
                .resideInAPackage(layers.bootstrap())
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAPackage(layers.bootstrap())
                .because("wiring knows the parts and no part knows the wiring");
    }

    private ArchRule eachTechnologyHasOneHome() {
        return CompositeArchRule.of(livesIn("http", "io.javalin.."))
                .and(livesIn("persistence", "org.jdbi..", "java.sql..", "javax.sql.."))
                .and(livesIn("workflow", "io.temporal.."))
                .and(livesIn("auth", "com.nimbusds.."))
                .because("a technology that is named in two places cannot be replaced in one");
    }

    private ArchRule livesIn(String adapter, String... technology) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(layers.adapter(adapter), layers.bootstrap())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(technology);
    }

    private ArchRule everyClassHasALayer() {
        return classes()
                .that()
                .resideInAPackage(layers.everything())
                .should()
                .resideInAnyPackage(
                        layers.domain(),
                        layers.application(),
                        layers.adapter("http"),
                        layers.adapter("persistence"),
                        layers.adapter("workflow"),
                        layers.adapter("auth"),
                        layers.bootstrap())
                .because("a class outside the layers would be outside the rules as well");
    }

    private ArchRule packagesAreFreeOfCycles() {
        return slices().matching(layers.root() + ".(**)")
                .should()
                .beFreeOfCycles()
                .because("packages in a cycle can only be understood and changed together");
    }

    private ArchRule adaptersNeverNameAService() {
        DescribedPredicate<JavaClass> hidden = resideInAPackage(layers.application())
                .and(not(resideInAPackage(layers.port())))
                .and(not(INTERFACES.or(RECORDS).or(ENUMS).or(NESTED_CLASSES).or(assignableTo(Throwable.class))))
                .as("are services");
        return noClasses()
                .that()
                .resideInAPackage(layers.adapters())
                .should()
                .dependOnClassesThat(hidden)
                .because("an adapter asks a use case by its interface and is given the one to ask");
    }
}

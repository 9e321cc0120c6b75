package io.nicotask.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.ENUMS;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.NESTED_CLASSES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.RECORDS;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.nicotask.architecture.Conditions.haveTogetherNo;
import static io.nicotask.architecture.Conditions.notDependOn;
import static io.nicotask.architecture.Layers.isIn;
import static io.nicotask.architecture.NamedRule.acrossModules;
import static io.nicotask.architecture.NamedRule.rule;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import io.nicotask.architecture.Layers.Adapter;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Which part of a hexagon may depend on which. */
final class DirectionRules {

    /** Listed one by one: {@code java..} would include {@code java.sql}. */
    private static final List<String> LANGUAGE = List.of(
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
                rule("R01", layers.domain())
                        .should(dependOnlyOnTheLanguageAnd(
                                layers.known().stream().map(Layers::domain)))
                        .because("the domain must outlive every technology around it"),
                rule("R02", layers.application())
                        .should(dependOnlyOnTheLanguageAnd(
                                layers.known().stream().map(Layers::core).flatMap(List::stream)))
                        .because("a use case reaches the world through its ports only"),
                acrossModules(
                        "R03",
                        layers.anyAdapter(),
                        slices().matching(layers.root() + ".adapter.(*)..")
                                .should()
                                .notDependOnEachOther()
                                .because("one technology must be replaceable without changes to another")),
                rule("R04", layers.allButBootstrap())
                        .should(notDependOn("bootstrap", (type, target) -> isIn(layers.bootstrap(), target)))
                        .because("bootstrap wires the other layers and none of them needs it"),
                rule("R05", layers.allButBootstrap())
                        .should(notDependOn("the technology of another adapter", this::belongsToAnotherAdapter)
                                .and(haveTogetherNo("adapter without its technology", this::unusedTechnology)))
                        .because("a technology that is used in two places cannot be replaced in one"),
                rule("R06", layers.everything())
                        .should(ArchConditions.resideInAnyPackage(layersWithKnownAdapters()))
                        .because("a class outside the layers would be outside the rules as well"),
                acrossModules(
                        "R07",
                        layers.everything(),
                        slices().matching(layers.root() + ".(**)")
                                .should()
                                .beFreeOfCycles()
                                .because("packages in a cycle can only be understood and changed together")),
                rule("R08", layers.anyAdapter())
                        .should(notDependOn("services", (type, target) -> isService(target)))
                        .because("an adapter names the interface of a use case, and bootstrap passes the instance"),
                rule("R09", layers.everything())
                        .should(notDependOn("closed packages of other modules", this::isClosedTo))
                        .because("what a module keeps to itself can be changed without changes to others"));
    }

    private static ArchCondition<JavaClass> dependOnlyOnTheLanguageAnd(Stream<String> packages) {
        return onlyDependOnClassesThat(
                resideInAnyPackage(Stream.concat(LANGUAGE.stream(), packages).toArray(String[]::new)));
    }

    private boolean belongsToAnotherAdapter(JavaClass type, JavaClass target) {
        List<Adapter> users = layers.adapters().stream()
                .filter(adapter -> uses(adapter, target))
                .toList();
        return !users.isEmpty() && users.stream().noneMatch(user -> isIn(layers.adapter(user.name()), type));
    }

    /** Finds technology that is misspelt or no longer used. */
    private Stream<String> unusedTechnology(Collection<JavaClass> all) {
        return layers.adapters().stream()
                .filter(adapter -> all.stream().anyMatch(type -> isIn(layers.adapter(adapter.name()), type)))
                .filter(adapter -> all.stream()
                        .filter(type -> isIn(layers.adapter(adapter.name()), type))
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .noneMatch(dependency -> uses(adapter, dependency.getTargetClass())))
                .map(adapter -> "adapter " + adapter.name() + " uses none of " + adapter.technology());
    }

    private static boolean uses(Adapter adapter, JavaClass target) {
        return adapter.technology().stream().anyMatch(pattern -> isIn(pattern, target));
    }

    private String[] layersWithKnownAdapters() {
        Stream<String> adapters = layers.adapters().stream().map(adapter -> layers.adapter(adapter.name()));
        Stream<String> others = Stream.of(layers.domain(), layers.application(), layers.bootstrap());
        return Stream.concat(others, adapters).toArray(String[]::new);
    }

    private boolean isService(JavaClass type) {
        return layers.known().stream().anyMatch(known -> isIn(known.application(), type) && !isIn(known.port(), type))
                && !INTERFACES
                        .or(RECORDS)
                        .or(ENUMS)
                        .or(NESTED_CLASSES)
                        .or(assignableTo(Throwable.class))
                        .test(type);
    }

    private boolean isClosedTo(JavaClass type, JavaClass target) {
        return layers.isClosed(target) && !layers.moduleOf(target).equals(layers.moduleOf(type));
    }
}

package io.nicotask.architecture;

import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.PRIVATE;
import static com.tngtech.archunit.core.domain.JavaModifier.PROTECTED;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static io.nicotask.architecture.Conditions.haveTogetherNo;
import static io.nicotask.architecture.Conditions.notBe;
import static io.nicotask.architecture.NamedRule.rule;
import static java.util.stream.Collectors.groupingBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.nicotask.architecture.NamedRule.Scope;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the types of each layer look like. */
final class ShapeRules {

    private final Layers layers;

    ShapeRules(Layers layers) {
        this.layers = layers;
    }

    List<NamedRule> all() {
        return List.of(
                rule("R10", layers.application())
                        .should(notBe("a service that is visible or open", ShapeRules::isVisibleOrOpenService))
                        .because("callers depend on the use case, never on the class that implements it"),
                rule("R11", layers.application())
                        .should(notBe("a use case without exactly one method", this::isUseCaseWithoutOneMethod))
                        .because("a use case with one method is a function: in tests of its callers it is a lambda"),
                rule("R12", layers.core())
                        .should(notBe("a result that is no sealed interface of records", this::isOpenResult))
                        .because("a switch without default over a closed set makes a forgotten case fail the build"),
                rule("R19", layers.core())
                        .should(notBe("an exception in the wrong place, or open", this::isMisplacedException))
                        .because("refusals are values; what is thrown is a fault of the world behind a port"),
                rule("R23", layers.everything())
                        .should(haveTogetherNo("simple name twice", ShapeRules::withTheSameSimpleName))
                        .because("a name that means two things has to be explained wherever it is used")
                        .withScope(Scope.ALL_MODULES));
    }

    /** Returns the rule on the number of public types, with the number that is written down. */
    NamedRule publicTypes(int expected) {
        return rule("R27", layers.core())
                .should(haveTogetherNo(
                        "public top-level types but " + expected + " in open packages",
                        all -> countOtherThan(expected, all)))
                .because("each public type is one more that other modules may come to depend on");
    }

    private static boolean isVisibleOrOpenService(JavaClass type) {
        Set<JavaModifier> modifiers = type.getModifiers();
        boolean isPackagePrivate = Stream.of(PUBLIC, PROTECTED, PRIVATE).noneMatch(modifiers::contains);
        return type.getSimpleName().endsWith("Service") && !(isPackagePrivate && modifiers.contains(FINAL));
    }

    /**
     * In a class file {@code package-info} and annotations are interfaces too; a sealed interface is data. The package of
     * the application itself has what an embedding service names, and no use case.
     */
    private boolean isUseCaseWithoutOneMethod(JavaClass type) {
        return type.isInterface()
                && !type.isSealed()
                && !type.isAnnotation()
                && !type.getSimpleName().equals("package-info")
                && !type.getSimpleName().endsWith("Result")
                && !Layers.isIn(layers.port(), type)
                && !type.getPackageName().equals(layers.root() + ".application")
                && type.getMethods().stream()
                                .filter(method -> method.getModifiers().contains(ABSTRACT))
                                .count()
                        != 1;
    }

    private boolean isOpenResult(JavaClass type) {
        boolean isSealedInterface = type.isInterface() && type.isSealed();
        boolean isResult = Layers.isIn(layers.domain(), type)
                ? isSealedInterface
                : type.getSimpleName().endsWith("Result");
        boolean permitsRecordsOnly =
                type.getPermittedSubclasses().stream().flatMap(Set::stream).allMatch(JavaClass::isRecord);
        return isResult && !(isSealedInterface && permitsRecordsOnly);
    }

    private boolean isMisplacedException(JavaClass type) {
        return type.isAssignableTo(Throwable.class)
                && !(Layers.isIn(layers.port(), type) && type.getModifiers().contains(FINAL));
    }

    private static Stream<String> withTheSameSimpleName(Collection<JavaClass> all) {
        return all.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getSimpleName))
                .values()
                .stream()
                .filter(types -> types.size() > 1)
                .map(types -> types.stream().map(JavaClass::getName).toList() + " have one simple name");
    }

    private Stream<String> countOtherThan(int expected, Collection<JavaClass> all) {
        List<String> found = all.stream()
                .filter(type ->
                        type.isTopLevelClass() && type.getModifiers().contains(PUBLIC) && !layers.isClosed(type))
                .map(JavaClass::getName)
                .sorted()
                .toList();
        return found.size() == expected ? Stream.of() : Stream.of(found.size() + " public types: " + found);
    }
}

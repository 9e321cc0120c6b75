package io.nicotask.architecture;

import static io.nicotask.architecture.Conditions.haveNo;
import static io.nicotask.architecture.Conditions.notAccess;
import static io.nicotask.architecture.Conditions.notDependOn;
import static io.nicotask.architecture.NamedRule.rule;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.nicotask.architecture.NamedRule.Scope;
import java.util.List;
import java.util.stream.Stream;

/** How code may use the types of this library; {@link ArchitectureRules#withoutLibraryRules} says why. */
final class LibraryRules {

    private static final String ENGINE = Layers.LIBRARY.root() + ".application.port.WorkflowEngine";
    private static final String POLICY = Layers.LIBRARY.root() + ".application.port.AccessPolicy";
    private static final String SCOPE = Layers.LIBRARY.root() + ".domain.access.TaskScope";

    /** The packages of the library that hand the engine to the relay and the reconcilers. */
    private static final List<String> BACKGROUND = List.of(
            Layers.LIBRARY.port(),
            Layers.LIBRARY.root() + ".application",
            Layers.LIBRARY.root() + ".application.internal.work..");

    private final Layers layers;

    LibraryRules(Layers layers) {
        this.layers = layers;
    }

    List<NamedRule> all() {
        return List.of(
                rule("R17", layers.allButBootstrap())
                        .should(notDependOn("the workflow engine", this::reachesForTheEngine))
                        .because(
                                "a use case that could call the engine would sooner or later do so inside its transaction"),
                rule("R18", layers.everything())
                        .should(notAccess("constructors and factories of TaskScope", LibraryRules::makesScope))
                        .because("code that can make a scope can read every tenant's tasks"),
                rule("R20", layers.everything())
                        .should(haveNo("implementation of a port without its contract test", LibraryRules::untested))
                        .because("a test double that breaks its port's contract makes every test with it worthless")
                        .withScope(Scope.ALL_MODULES_AND_TESTS),
                rule("R21", layers.anyAdapter())
                        .should(notAccess("Jdbi.open", LibraryRules::opensHandle))
                        .because("a handle opened by hand does not join the transaction around it"));
    }

    /** An adapter that implements the engine may name it, and bootstrap. */
    private boolean reachesForTheEngine(JavaClass type, JavaClass target) {
        return target.getName().equals(ENGINE)
                && BACKGROUND.stream().noneMatch(pattern -> Layers.isIn(pattern, type))
                && !(Layers.isIn(layers.anyAdapter(), type)
                        && target.getAllSubclasses().stream()
                                .anyMatch(engine -> layers.moduleOf(engine).equals(layers.moduleOf(type))));
    }

    private static boolean makesScope(JavaAccess<?> access) {
        JavaClass origin = access.getOriginOwner();
        return access.getTargetOwner().getName().equals(SCOPE)
                && access.getTarget() instanceof CodeUnitAccessTarget target
                && (target.getName().equals(JavaConstructor.CONSTRUCTOR_NAME)
                        || target.getRawReturnType().getName().equals(SCOPE))
                && !origin.getName().equals(SCOPE)
                && !origin.isAssignableTo(POLICY);
    }

    private static boolean opensHandle(JavaAccess<?> access) {
        return !access.getOriginOwner().isAssignableTo("org.jdbi.v3.core.ConnectionFactory")
                && access.getTargetOwner().isAssignableTo("org.jdbi.v3.core.Jdbi")
                && access.getName().equals("open");
    }

    /** A subclass that inherits all methods of the port behaves as its tested superclass does. */
    private static boolean declaresMethodOf(JavaClass port, JavaClass type) {
        return port.getMethods().stream()
                .anyMatch(method -> type.tryGetMethod(
                                method.getName(),
                                method.getRawParameterTypes().stream()
                                        .map(JavaClass::getName)
                                        .toArray(String[]::new))
                        .isPresent());
    }

    private static Stream<String> untested(JavaClass type) {
        return type.getAllRawInterfaces().stream()
                .filter(port -> isConcrete(type) && Layers.isIn(Layers.LIBRARY.port(), port) && !port.isSealed())
                .filter(port -> declaresMethodOf(port, type))
                .map(port -> port.getSimpleName() + "Contract")
                .filter(contract -> !isNamedByATestOf(contract, type))
                .map(contract -> type.getName() + " is not named by a test that extends " + contract);
    }

    private static boolean isNamedByATestOf(String contract, JavaClass implementation) {
        return implementation.getDirectDependenciesToSelf().stream()
                .map(Dependency::getOriginClass)
                .filter(LibraryRules::isConcrete)
                .flatMap(test -> test.getAllRawSuperclasses().stream())
                .anyMatch(ancestor -> ancestor.getSimpleName().equals(contract));
    }

    private static boolean isConcrete(JavaClass type) {
        return !type.isInterface() && !type.getModifiers().contains(JavaModifier.ABSTRACT);
    }
}

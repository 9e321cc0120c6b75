package io.nicotask.architecture;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;
import static io.nicotask.architecture.Conditions.haveNo;
import static io.nicotask.architecture.Conditions.notAccess;
import static io.nicotask.architecture.Conditions.notDependOn;
import static io.nicotask.architecture.NamedRule.rule;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What no code may call or keep. */
final class CallRules {

    private final Layers layers;

    CallRules(Layers layers) {
        this.layers = layers;
    }

    List<NamedRule> all() {
        return List.of(
                rule("R13", layers.allButBootstrap())
                        .should(notAccess("time, ids or chance of the process", CallRules::readsAmbientSource))
                        .because("code that reads the clock or random numbers by itself cannot be tested or replayed"),
                rule("R22", layers.everything())
                        .should(never(ACCESS_STANDARD_STREAMS)
                                .and(never(THROW_GENERIC_EXCEPTIONS))
                                .and(notDependOn(
                                        "java.util.logging",
                                        (type, target) -> Layers.isIn("java.util.logging..", target))))
                        .because("output goes through one logger, and a fault has a type that can be caught"),
                rule("R26", layers.anyAdapter())
                        .should(haveNo("static state", CallRules::staticState)
                                .and(notAccess("threads without a name, or sleep", CallRules::isThreadOrSleep)))
                        .because("static state outlives its module, and nothing wakes a sleep when its module closes"));
    }

    /** The builders of the library supply the clock and the ids for hosts that have none of their own. */
    private static boolean readsAmbientSource(JavaAccess<?> access) {
        String root = Layers.LIBRARY.root();
        Set<String> builders = Set.of(
                root + ".application.NicoTasksBuilder",
                root + ".adapter.http.TaskRoutes$Builder",
                root + ".adapter.workflow.TemporalEngine$Builder");
        return AmbientSources.isRead(access)
                && !builders.contains(access.getOriginOwner().getName());
    }

    /** Arrays are left out: a class file does not distinguish a constant from a buffer. */
    private static Stream<String> staticState(JavaClass type) {
        Stream<String> fields = type.getFields().stream()
                .filter(field -> field.getModifiers().contains(STATIC))
                .filter(field -> !field.getModifiers().contains(FINAL) || isMutable(field))
                .map(JavaMember::getFullName);
        Stream<String> collections = type.getStaticInitializer().stream()
                .flatMap(initializer -> initializer.getConstructorCallsFromSelf().stream())
                .filter(call -> isCollection(call.getTargetOwner()))
                .map(JavaAccess::getDescription);
        return Stream.concat(fields, collections);
    }

    private static boolean isMutable(JavaField field) {
        JavaClass type = field.getRawType();
        return (Layers.isIn("java.util.concurrent..", type) && !type.isEnum())
                || (isCollection(type) && !type.isInterface())
                || type.isAssignableTo(ThreadLocal.class);
    }

    private static boolean isCollection(JavaClass type) {
        return type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class);
    }

    private static boolean isThreadOrSleep(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        return access.getName().equals(JavaConstructor.CONSTRUCTOR_NAME)
                ? owner.isAssignableTo(Thread.class)
                : access.getName().equals("sleep")
                        && (owner.isAssignableTo(Thread.class) || owner.isEquivalentTo(TimeUnit.class));
    }
}

package io.nicotask.architecture;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The members of the JDK that return the current time, a new id or a random number. */
final class AmbientSources {

    private static final Set<String> CLOCKS =
            Set.of("now", "system", "systemUTC", "systemDefaultZone", "tickMillis", "tickSeconds", "tickMinutes");

    private static final Set<String> GENERATORS =
            Set.of(JavaConstructor.CONSTRUCTOR_NAME, "current", "getDefault", "of", "getInstance", "getInstanceStrong");

    private AmbientSources() {}

    static boolean isRead(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getName();
        return switch (owner.getName()) {
            case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
            case "java.lang.Math" -> name.equals("random");
            case "java.util.UUID" -> name.equals("randomUUID");
            case "java.util.Date" -> isConstructorWithoutArguments(access);
            default ->
                owner.isAssignableTo(RandomGenerator.class)
                        ? GENERATORS.contains(name)
                        : owner.getPackageName().startsWith("java.time") && CLOCKS.contains(name);
        };
    }

    private static boolean isConstructorWithoutArguments(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target
                && target.getName().equals(JavaConstructor.CONSTRUCTOR_NAME)
                && target.getRawParameterTypes().isEmpty();
    }
}

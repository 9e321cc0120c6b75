package io.nicotask.architecture;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.joining;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Everything that another module, or a service that embeds the library, can name: one line per public or protected type,
 * record component, field, constructor and method. A line does not depend on the JDK that compiled or runs it.
 *
 * <p>A member that the language adds to every record or enum has no line of its own.
 */
final class PublicApi {

    private static final Set<String> OF_EVERY_RECORD = Set.of("equals", "hashCode", "toString");
    private static final Set<String> OF_EVERY_ENUM = Set.of("values", "valueOf");

    private PublicApi() {}

    /** Returns the lines of the open packages among the classes: by type, and record components as they are declared. */
    static String of(JavaClasses classes, Layers layers) {
        return classes.stream()
                .filter(type -> !layers.isClosed(type))
                .map(JavaClass::reflect)
                .filter(PublicApi::isReachable)
                .sorted(comparing(Class::getName))
                .flatMap(PublicApi::lines)
                .map(line -> line + "\n")
                .collect(joining());
    }

    private static boolean isReachable(Class<?> type) {
        Class<?> outer = type.getDeclaringClass();
        return isOpen(type.getModifiers())
                && !type.isAnonymousClass()
                && !type.isSynthetic()
                && (outer == null || isReachable(outer));
    }

    private static boolean isOpen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static Stream<String> lines(Class<?> type) {
        String name = type.getName();
        Stream<RecordComponent> components =
                type.isRecord() ? Arrays.stream(type.getRecordComponents()) : Stream.empty();
        Stream<String> members = Stream.of(
                        open(type.getDeclaredFields()).map(PublicApi::line),
                        open(type.getDeclaredConstructors())
                                .filter(constructor -> !isCanonical(constructor))
                                .map(PublicApi::line),
                        open(type.getDeclaredMethods())
                                .filter(method -> !isImplied(method))
                                .map(PublicApi::line))
                .flatMap(Stream::sorted);
        return Stream.of(Stream.of(ApiTypes.declaration(type)), components.map(PublicApi::line), members)
                .flatMap(lines -> lines)
                .map(line -> name + ": " + line);
    }

    private static <M extends Member> Stream<M> open(M[] members) {
        return Arrays.stream(members).filter(member -> isOpen(member.getModifiers()) && !member.isSynthetic());
    }

    private static String line(RecordComponent component) {
        return "component " + ApiTypes.name(component.getAnnotatedType()) + " " + component.getName();
    }

    private static String line(Field field) {
        return "field " + modifiers(field.getModifiers(), Modifier.STATIC | Modifier.FINAL)
                + ApiTypes.name(field.getAnnotatedType()) + " " + field.getName();
    }

    private static String line(Constructor<?> constructor) {
        return "constructor " + modifiers(constructor.getModifiers(), 0) + parameters(constructor);
    }

    /** Leaves out whether a method is final: only its class being final matters to hosts. */
    private static String line(Method method) {
        return "method " + (method.isDefault() ? "default " : "")
                + modifiers(method.getModifiers(), Modifier.STATIC | Modifier.ABSTRACT)
                + ApiTypes.variables(method)
                + ApiTypes.name(method.getAnnotatedReturnType())
                + " " + method.getName() + parameters(method);
    }

    static String modifiers(int modifiers, int shown) {
        int kept = modifiers & (shown | Modifier.PROTECTED);
        return kept == 0 ? "" : Modifier.toString(kept) + " ";
    }

    private static String parameters(Executable executable) {
        String thrown = names(executable.getAnnotatedExceptionTypes());
        return "(" + names(executable.getAnnotatedParameterTypes()) + ")"
                + (thrown.isEmpty() ? "" : " throws " + thrown);
    }

    private static String names(AnnotatedType[] types) {
        return Arrays.stream(types).map(ApiTypes::name).collect(joining(", "));
    }

    private static boolean isCanonical(Constructor<?> constructor) {
        Class<?> type = constructor.getDeclaringClass();
        return type.isRecord()
                && Arrays.equals(
                        constructor.getParameterTypes(),
                        Arrays.stream(type.getRecordComponents())
                                .map(RecordComponent::getType)
                                .toArray());
    }

    private static boolean isImplied(Method method) {
        Class<?> type = method.getDeclaringClass();
        boolean isAccessor = type.isRecord()
                && Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getAccessor)
                        .anyMatch(method::equals);
        return isAccessor
                || (type.isRecord() && OF_EVERY_RECORD.contains(method.getName()))
                || (type.isEnum() && OF_EVERY_ENUM.contains(method.getName()));
    }
}

package io.nicotask.architecture;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How {@link PublicApi} writes types: with type arguments, and {@code ?} after a type whose values may be null. */
final class ApiTypes {

    private ApiTypes() {}

    /** Returns the modifiers, the kind, the type parameters and the supertypes of a type, and what a sealed one permits. */
    static String declaration(Class<?> type) {
        AnnotatedType parent = type.getAnnotatedSuperclass();
        boolean hasParent = parent != null && parent.getType() != Object.class && !type.isEnum() && !type.isRecord();
        return (type.isSealed() ? "sealed " : "")
                + PublicApi.modifiers(type.getModifiers(), shownModifiers(type))
                + kind(type)
                + variables(type).stripTrailing()
                + (hasParent ? " extends " + name(parent) : "")
                + list(
                        " implements ",
                        Arrays.stream(type.getAnnotatedInterfaces()).map(ApiTypes::name))
                + list(" permits ", type.isSealed() ? permitted(type) : Stream.of());
    }

    private static int shownModifiers(Class<?> type) {
        boolean isClass = !type.isInterface() && !type.isEnum() && !type.isRecord();
        return isClass ? Modifier.ABSTRACT | Modifier.FINAL : 0;
    }

    private static String kind(Class<?> type) {
        if (type.isAnnotation()) {
            return "annotation";
        }
        if (type.isInterface()) {
            return "interface";
        }
        return type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
    }

    private static Stream<String> permitted(Class<?> type) {
        return Arrays.stream(type.getPermittedSubclasses()).map(Class::getName).sorted();
    }

    private static String list(String before, Stream<String> names) {
        String all = names.collect(joining(", "));
        return all.isEmpty() ? "" : before + all;
    }

    /** Returns the type parameters with their bounds, or an empty text. */
    static String variables(GenericDeclaration generic) {
        String all = Arrays.stream(generic.getTypeParameters())
                .map(ApiTypes::variable)
                .collect(joining(", "));
        return all.isEmpty() ? "" : "<" + all + "> ";
    }

    private static String variable(TypeVariable<?> variable) {
        String bounds = Arrays.stream(variable.getAnnotatedBounds())
                .map(ApiTypes::name)
                .filter(bound -> !bound.equals("Object"))
                .collect(joining(" & "));
        return variable.getName() + (bounds.isEmpty() ? "" : " extends " + bounds);
    }

    static String name(AnnotatedType type) {
        return plainName(type) + (type.isAnnotationPresent(Nullable.class) ? "?" : "");
    }

    private static String plainName(AnnotatedType type) {
        return switch (type) {
            case AnnotatedArrayType array -> name(array.getAnnotatedGenericComponentType()) + "[]";
            case AnnotatedWildcardType wildcard -> "?" + bounds(wildcard);
            case AnnotatedParameterizedType generic -> {
                String raw = rawName(((ParameterizedType) generic.getType()).getRawType());
                yield raw + "<" + names(generic.getAnnotatedActualTypeArguments()) + ">";
            }
            case AnnotatedTypeVariable variable -> variable.getType().getTypeName();
            default -> rawName(type.getType());
        };
    }

    private static String bounds(AnnotatedWildcardType wildcard) {
        String lower = names(wildcard.getAnnotatedLowerBounds());
        String upper = names(wildcard.getAnnotatedUpperBounds());
        if (!lower.isEmpty()) {
            return " super " + lower;
        }
        return upper.equals("Object") ? "" : " extends " + upper;
    }

    private static String names(AnnotatedType[] types) {
        return Arrays.stream(types).map(ApiTypes::name).collect(joining(", "));
    }

    private static String rawName(Type type) {
        return type.getTypeName().replaceFirst("^java\\.lang\\.(?=[A-Z])", "");
    }
}

package io.nicotask.architecture;

import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static io.nicotask.architecture.Conditions.haveNo;
import static io.nicotask.architecture.NamedRule.rule;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What fields, methods and parameters look like. */
final class MemberRules {

    /** The methods of the JDK that return a collection which cannot be changed. */
    private static final Pattern COPY = Pattern.compile("copyOf|unmodifiable\\w+|toUnmodifiable\\w+|toList");

    private final Layers layers;

    MemberRules(Layers layers) {
        this.layers = layers;
    }

    List<NamedRule> all() {
        return List.of(
                rule("R14", layers.core())
                        .should(haveNo("field that is not final, and no setter", MemberRules::mutators))
                        .because("a state that can only be replaced is decided in one place"),
                rule("R15", layers.port())
                        .should(haveNo("default methods", MemberRules::bodies))
                        .because("some adapters would inherit the behaviour of a port and others would not"),
                rule("R16", layers.everything())
                        .should(haveNo("parameters of type Optional", MemberRules::optionalParameters))
                        .because(
                                "Optional says that an answer may be missing; a parameter is overloaded or nullable instead"),
                rule("R25", layers.domain())
                        .should(haveNo("mutable components of records", MemberRules::mutableComponents))
                        .because("a value that others can change is checked once and wrong later"));
    }

    /** A builder is there to be changed. */
    private static Stream<String> mutators(JavaClass type) {
        if (type.getSimpleName().endsWith("Builder")) {
            return Stream.empty();
        }
        Stream<JavaField> fields = type.getFields().stream().filter(field -> !isA(field, FINAL));
        Stream<JavaMethod> setters =
                type.getMethods().stream().filter(method -> method.getName().matches("set[A-Z].*"));
        return Stream.concat(fields, setters).map(JavaMember::getFullName);
    }

    private static Stream<String> bodies(JavaClass type) {
        return type.getMethods().stream()
                .filter(method -> type.isInterface() && !isA(method, STATIC) && !isA(method, ABSTRACT))
                .map(JavaMember::getFullName);
    }

    private static Stream<String> optionalParameters(JavaClass type) {
        return type.getCodeUnits().stream()
                .filter(unit ->
                        unit.getRawParameterTypes().stream().anyMatch(raw -> raw.isEquivalentTo(Optional.class)))
                .map(JavaMember::getFullName);
    }

    /** A collection of an interface's type counts as mutable unless a constructor copies or wraps it. */
    private static Stream<String> mutableComponents(JavaClass type) {
        boolean copies = type.getConstructors().stream()
                .map(JavaCodeUnit::getAccessesFromSelf)
                .flatMap(Collection::stream)
                .map(JavaAccess::getName)
                .anyMatch(COPY.asMatchPredicate());
        return type.getFields().stream()
                .filter(field -> type.isRecord() && !isA(field, STATIC))
                .filter(field -> field.getRawType().isArray()
                        || (isCollection(field.getRawType())
                                && !(copies && field.getRawType().isInterface())))
                .map(JavaMember::getFullName);
    }

    private static boolean isCollection(JavaClass type) {
        return type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class);
    }

    private static boolean isA(JavaMember member, JavaModifier modifier) {
        return member.getModifiers().contains(modifier);
    }
}

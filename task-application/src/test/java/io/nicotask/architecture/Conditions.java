package io.nicotask.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The conditions that the rules are made of. Each describes what is forbidden and reports every occurrence. */
final class Conditions {

    private Conditions() {}

    /** Reports what the function finds in a class. */
    static ArchCondition<JavaClass> haveNo(String what, Function<JavaClass, Stream<String>> findings) {
        return new ArchCondition<>("have no " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                findings.apply(type).forEach(text -> events.add(SimpleConditionEvent.violated(type, text)));
            }
        };
    }

    /** Reports what the function finds in all classes together. */
    static ArchCondition<JavaClass> haveTogetherNo(
            String what, Function<Collection<JavaClass>, Stream<String>> findings) {
        return new ArchCondition<>("together have no " + what) {
            private List<String> found = List.of();

            @Override
            public void init(Collection<JavaClass> all) {
                found = findings.apply(all).toList();
            }

            @Override
            public void check(JavaClass type, ConditionEvents events) {}

            @Override
            public void finish(ConditionEvents events) {
                found.forEach(text -> events.add(SimpleConditionEvent.violated(text, text)));
            }
        };
    }

    static ArchCondition<JavaClass> notBe(String what, Predicate<JavaClass> forbidden) {
        Function<JavaClass, Stream<String>> findings =
                type -> forbidden.test(type) ? Stream.of(type.getName() + " is " + what) : Stream.of();
        return haveNo(what, findings).as("not be " + what);
    }

    static ArchCondition<JavaClass> notDependOn(String what, BiPredicate<JavaClass, JavaClass> forbidden) {
        return haveNo(
                "dependencies on " + what,
                type -> type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency ->
                                forbidden.test(type, dependency.getTargetClass().getBaseComponentType()))
                        .map(Dependency::getDescription));
    }

    /** Counts method references as well. */
    static ArchCondition<JavaClass> notAccess(String what, Predicate<JavaAccess<?>> forbidden) {
        return haveNo(
                "access to " + what,
                type -> type.getAccessesFromSelf().stream().filter(forbidden).map(JavaAccess::getDescription));
    }
}

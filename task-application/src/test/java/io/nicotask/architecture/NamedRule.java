package io.nicotask.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/**
 * An architecture rule with its id.
 *
 * @param id such as {@code R07}
 * @param rule the rule
 * @param scope the classes that the rule needs for its verdict
 * @param packages the packages that the rule checks, as ArchUnit patterns
 */
public record NamedRule(String id, ArchRule rule, Scope scope, List<String> packages) {

    /** The classes that a rule needs for its verdict. */
    public enum Scope {
        /** Those of one module; the rule can run in each module by itself. */
        MODULE,
        /** Those of all modules. */
        ALL_MODULES,
        /** Those of all modules, and their tests. */
        ALL_MODULES_AND_TESTS
    }

    /** Begins a rule that runs in each module, on the classes in the packages. */
    static Subject rule(String id, String packages) {
        return rule(id, List.of(packages));
    }

    static Subject rule(String id, List<String> packages) {
        return new Subject(id, packages);
    }

    /** Returns a rule that runs on all modules together. */
    static NamedRule acrossModules(String id, String packages, ArchRule rule) {
        return new NamedRule(id, withId(id, rule), Scope.ALL_MODULES, List.of(packages));
    }

    /** The id leads the message of a violation. */
    private static ArchRule withId(String id, ArchRule rule) {
        return rule.as(id + ": " + rule.getDescription());
    }

    NamedRule withScope(Scope wider) {
        return new NamedRule(id, rule, wider, packages);
    }

    /** Whether the rule can run on one module alone, and has something to check there. */
    public boolean appliesToModule(ImportedClasses module) {
        return scope == Scope.MODULE
                && module.main().stream().anyMatch(resideInAnyPackage(packages.toArray(String[]::new)));
    }

    /**
     * Checks the rule.
     *
     * @throws AssertionError if a class violates it, or if there is no class to check
     */
    public void check(ImportedClasses classes) {
        rule.check(scope == Scope.ALL_MODULES_AND_TESTS ? classes.mainAndTests().get() : classes.main());
    }

    /** What a rule checks. */
    record Subject(String id, List<String> packages) {
        Requirement should(ArchCondition<JavaClass> condition) {
            return new Requirement(
                    this,
                    classes()
                            .that()
                            .resideInAnyPackage(packages.toArray(String[]::new))
                            .should(condition));
        }
    }

    /** What a rule requires, still without its reason. */
    record Requirement(Subject subject, ArchRule rule) {
        NamedRule because(String reason) {
            ArchRule explained = withId(subject.id, rule.because(reason));
            return new NamedRule(subject.id, explained, Scope.MODULE, subject.packages);
        }
    }
}

package io.nicotask.architecture;

import com.tngtech.archunit.lang.ArchRule;

/**
 * One architecture rule under its short name.
 *
 * @param id such as {@code R07}
 * @param rule the rule itself
 * @param readsTests whether the rule looks at test classes too
 */
public record NamedRule(String id, ArchRule rule, boolean readsTests) {

    static NamedRule onMain(String id, ArchRule rule) {
        return new NamedRule(id, withId(id, rule), false);
    }

    static NamedRule onMainAndTests(String id, ArchRule rule) {
        return new NamedRule(id, withId(id, rule), true);
    }

    /** The id leads the message of a failure too, where a reader looks for it first. */
    private static ArchRule withId(String id, ArchRule rule) {
        return rule.as(id + ": " + rule.getDescription());
    }

    /**
     * Checks the rule.
     *
     * @throws AssertionError if a class breaks it, or if there is no class that it applies to
     */
    public void check(ImportedClasses classes) {
        rule.check(readsTests ? classes.mainAndTests() : classes.main());
    }
}

package io.nicotask.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The rules pass over the hexagon {@code com.acme}, and each rule finds what is planted there for it: in the classes
 * {@code Planted} each nested class violates the rule in its name. Names with {@code Library} belong to code that uses
 * this library; the other code does not know it.
 */
final class ArchitectureRulesTest {

    private static final ArchitectureRules USES_LIBRARY =
            ArchitectureRules.of("com.acme").adapter("files", "java.nio.file..").adapter("web", "java.net.http..");
    private static final ArchitectureRules FOREIGN = USES_LIBRARY.withoutLibraryRules();
    private static final int PUBLIC_TYPES = 9;

    private static final Pattern PLANTED = Pattern.compile("Planted\\$?(R\\d\\d)\\w*");
    private static final JavaClasses ACME = new ClassFileImporter().importPackages("com.acme");

    @TestFactory
    Stream<DynamicTest> a_clean_hexagon_passes_with_and_without_the_library() {
        JavaClasses clean = those(ArchitectureRulesTest::isClean);
        JavaClasses foreign = those(type -> isClean(type) && !usesLibrary(pathOf(type)));

        return Stream.concat(passing(USES_LIBRARY, clean), passing(FOREIGN, foreign));
    }

    private static Stream<DynamicTest> passing(ArchitectureRules rules, JavaClasses classes) {
        return DynamicTest.stream(
                rules.publicTypes(PUBLIC_TYPES).rules().stream(),
                NamedRule::id,
                rule -> rule.rule().check(classes));
    }

    @TestFactory
    Stream<DynamicTest> each_violation_is_found_by_its_own_rule_and_no_other() {
        return DynamicTest.stream(plantedViolations().stream(), identity(), planted -> {
            String id = ruleOf(planted);
            ArchitectureRules rules = usesLibrary(planted) ? USES_LIBRARY : FOREIGN;
            JavaClasses classes = those(type ->
                    isPartOf(planted, type) || (isClean(type) && (usesLibrary(planted) || !usesLibrary(pathOf(type)))));
            Map<String, List<String>> violations = (id.equals("R27") ? rules.publicTypes(PUBLIC_TYPES) : rules)
                    .rules().stream().collect(toMap(NamedRule::id, rule -> violationsOf(rule, classes)));
            violations.values().removeIf(List::isEmpty);

            assertThat(violations).containsOnlyKeys(id);
            assertThat(violations.get(id)).allSatisfy(text -> assertThat(text).contains(planted));
        });
    }

    /** The one for R21 is where Jdbi is: in the persistence adapter's ArchitectureTest. */
    @Test
    void each_rule_has_a_planted_violation() {
        Set<String> planted =
                plantedViolations().stream().map(ArchitectureRulesTest::ruleOf).collect(toCollection(TreeSet::new));
        planted.add("R21");

        assertThat(planted).containsExactlyElementsOf(idsOf(USES_LIBRARY.publicTypes(PUBLIC_TYPES)));
    }

    @Test
    void rules_about_the_library_apply_only_where_it_is_used() {
        Set<String> ids = new TreeSet<>(idsOf(USES_LIBRARY));
        ids.removeAll(idsOf(FOREIGN));

        assertThat(ids).containsExactly("R17", "R18", "R20", "R21");
    }

    @Test
    void technology_that_its_adapter_does_not_use_is_found() {
        NamedRule rule = FOREIGN.adapter("web", "com.mongdb..").rules().stream()
                .filter(candidate -> candidate.id().equals("R05"))
                .findAny()
                .orElseThrow();

        assertThat(violationsOf(rule, those(ArchitectureRulesTest::isClean)))
                .containsExactly("adapter web uses none of [com.mongdb..]");
    }

    @TestFactory
    Stream<DynamicTest> each_rule_fails_over_nothing_and_says_why_it_is_there() {
        JavaClasses nothing = new ClassFileImporter().importClasses();

        return DynamicTest.stream(
                USES_LIBRARY.publicTypes(0).rules().stream(),
                NamedRule::id,
                rule -> assertThatThrownBy(() -> rule.rule().check(nothing))
                        .hasMessageContaining(", because ")
                        .hasMessageContaining("failed to check any classes"));
    }

    private static Set<String> plantedViolations() {
        return ACME.stream()
                .map(type -> PLANTED.matcher(pathOf(type)))
                .filter(Matcher::lookingAt)
                .map(Matcher::group)
                .collect(toSet());
    }

    private static JavaClasses those(Predicate<JavaClass> wanted) {
        return ACME.that(describe("wanted", wanted));
    }

    private static List<String> violationsOf(NamedRule rule, JavaClasses classes) {
        return rule.rule().evaluate(classes).getFailureReport().getDetails();
    }

    private static List<String> idsOf(ArchitectureRules rules) {
        return rules.rules().stream().map(NamedRule::id).toList();
    }

    private static String ruleOf(String planted) {
        return PLANTED.matcher(planted).replaceFirst("$1");
    }

    private static boolean isClean(JavaClass type) {
        return !pathOf(type).startsWith("Planted");
    }

    private static boolean isPartOf(String planted, JavaClass type) {
        return pathOf(type).equals(planted) || pathOf(type).startsWith(planted + "$");
    }

    private static boolean usesLibrary(String path) {
        return path.contains("Library");
    }

    /** Returns the name below the package. */
    private static String pathOf(JavaClass type) {
        return type.getName().substring(type.getPackageName().length() + 1);
    }
}

package io.nicotask.bootstrap;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.nicotask.architecture.ArchitectureRules;
import io.nicotask.architecture.ImportedClasses;
import io.nicotask.architecture.NamedRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Our code keeps every rule, and every rule notices what was planted for it. */
final class ArchitectureTest {

    private static final List<NamedRule> RULES = ArchitectureRules.of("io.nicotask");

    @TestFactory
    Stream<DynamicTest> our_code_keeps_every_rule() throws IOException {
        ImportedClasses ourCode = ImportedClasses.ofModules(modules());

        return RULES.stream().map(rule -> dynamicTest(rule.id(), () -> rule.check(ourCode)));
    }

    @TestFactory
    Stream<DynamicTest> every_rule_passes_over_sound_classes() {
        return fixtures().map(fixture -> dynamicTest(fixture.id(), () -> {
            fixture.rule().check(fixture.soundClasses());
        }));
    }

    @TestFactory
    Stream<DynamicTest> every_rule_reports_the_planted_class_and_no_other() {
        return fixtures().flatMap(fixture -> fixture.planted().stream()
                .map(planted -> dynamicTest(fixture.id() + " " + planted, () -> {
                    JavaClasses classes = fixture.soundClassesAnd(planted);

                    List<String> violations = violations(fixture, classes);

                    assertThat(violations).isNotEmpty();
                    assertThat(violations).allSatisfy(line -> assertThat(line).contains(planted));
                })));
    }

    @Test
    void every_rule_has_a_fixture_and_every_fixture_a_rule() {
        Set<String> rules = RULES.stream().map(NamedRule::id).collect(toSet());

        assertThat(Fixture.ids()).isEqualTo(rules);
        assertThat(fixtures()).noneMatch(fixture -> fixture.planted().isEmpty());
    }

    @TestFactory
    Stream<DynamicTest> every_rule_fails_over_nothing() {
        JavaClasses nothing = new ClassFileImporter().importClasses();

        return RULES.stream()
                .map(rule -> dynamicTest(rule.id(), () -> assertThatThrownBy(() -> rule.rule().check(nothing))
                        .hasMessageContaining("failed to check any classes")));
    }

    @TestFactory
    Stream<DynamicTest> every_rule_says_why() {
        return RULES.stream()
                .map(rule -> dynamicTest(rule.id(), () -> assertThat(rule.rule().getDescription())
                        .contains(", because ")));
    }

    private static Stream<Fixture> fixtures() {
        return RULES.stream().map(rule -> new Fixture(rule.id()));
    }

    private static List<String> violations(Fixture fixture, JavaClasses classes) {
        return fixture.rule().evaluate(classes).getFailureReport().getDetails();
    }

    /** Tests run in the folder of their module; the other modules are its siblings. */
    private static List<Path> modules() throws IOException {
        try (Stream<Path> siblings = Files.list(Path.of(".."))) {
            return siblings.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .toList();
        }
    }
}

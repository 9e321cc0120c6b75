package io.nicotask.bootstrap;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

/** The code violates no rule, and every rule reports its planted violations. */
final class ArchitectureTest {

    private static final List<NamedRule> RULES = ArchitectureRules.of("io.nicotask");

    @TestFactory
    Stream<DynamicTest> our_code_keeps_every_rule() throws IOException {
        ImportedClasses ourCode = ImportedClasses.ofModules(modules());

        return DynamicTest.stream(RULES.stream(), NamedRule::id, rule -> rule.check(ourCode));
    }

    @TestFactory
    Stream<DynamicTest> every_rule_passes_over_sound_classes() {
        return DynamicTest.stream(
                fixtures(), RuleFixture::id, fixture -> fixture.rule().check(fixture.soundClasses()));
    }

    @TestFactory
    Stream<DynamicTest> every_rule_reports_each_planted_class_and_no_other() {
        return DynamicTest.stream(
                fixtures(),
                RuleFixture::id,
                fixture -> assertThat(fixture.planted())
                        .isNotEmpty()
                        .allSatisfy(planted -> assertThat(fixture.violationsBy(planted))
                                .isNotEmpty()
                                .allSatisfy(violation -> assertThat(violation).contains(planted))));
    }

    @TestFactory
    Stream<DynamicTest> every_rule_fails_over_nothing() {
        JavaClasses nothing = new ClassFileImporter().importClasses();

        return DynamicTest.stream(
                RULES.stream(),
                NamedRule::id,
                rule -> assertThatThrownBy(() -> rule.rule().check(nothing))
                        .hasMessageContaining("failed to check any classes"));
    }

    @TestFactory
    Stream<DynamicTest> every_rule_says_why() {
        return DynamicTest.stream(
                RULES.stream(),
                NamedRule::id,
                rule -> assertThat(rule.rule().getDescription()).contains(", because "));
    }

    @Test
    void every_rule_has_a_fixture_and_every_fixture_a_rule() throws IOException {
        Set<String> rules = RULES.stream().map(NamedRule::id).collect(toSet());

        assertThat(RuleFixture.ids()).isEqualTo(rules);
    }

    private static Stream<RuleFixture> fixtures() {
        return RULES.stream().map(rule -> new RuleFixture(rule.id()));
    }

    /** Tests run in the directory of their module; the other modules are its siblings. */
    private static List<Path> modules() throws IOException {
        try (Stream<Path> siblings = Files.list(Path.of(".."))) {
            return siblings.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .toList();
        }
    }
}

package io.nicotask.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.architecture.ImportedClasses;
import io.nicotask.architecture.ModuleArchitecture;
import io.nicotask.architecture.NamedRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Checks every rule over the classes of all modules. */
final class ArchitectureTest extends ModuleArchitecture {

    private static ImportedClasses all;

    @BeforeAll
    static void importAllModules() throws IOException {
        all = ImportedClasses.ofModules(modules());
    }

    @TestFactory
    Stream<DynamicTest> all_modules_together_keep_every_rule() {
        return DynamicTest.stream(RULES.rules().stream(), NamedRule::id, rule -> rule.check(all));
    }

    /** The rules about services, results and exceptions would pass over names that are no longer used. */
    @TestFactory
    Stream<DynamicTest> our_code_has_what_the_rules_are_about() {
        List<String> names = all.main().stream().map(type -> type.getName()).toList();

        return DynamicTest.stream(
                Stream.of(
                        "application\\..*Service",
                        "application\\..*Result",
                        "application\\.internal\\..*",
                        "application\\.port\\.StoreUnavailable",
                        "application\\.port\\.WorkflowEngine",
                        "application\\.port\\.AccessPolicy",
                        "domain\\.access\\.TaskScope"),
                pattern -> pattern,
                pattern -> assertThat(names).anyMatch(name -> name.matches("io\\.nicotask\\." + pattern)));
    }

    /** Tests run in the directory of their module; the other modules are its siblings. */
    private static List<Path> modules() throws IOException {
        try (Stream<Path> siblings = Files.list(Path.of(".."))) {
            return siblings.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .toList();
        }
    }
}

package io.nicotask.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.golden.GoldenFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rules that a module can be checked with by itself. Each module has a test class that extends this one. */
public abstract class ModuleArchitecture {

    /** The rules for nico-tasks. A new public type of domain or application raises their number here. */
    public static final ArchitectureRules RULES = ArchitectureRules.of("io.nicotask")
            .adapter("http", "io.javalin..")
            .adapter("persistence", "org.jdbi..", "java.sql..", "javax.sql..")
            .adapter("workflow", "io.temporal..")
            .adapter("auth", "com.nimbusds..")
            .publicTypes(313);

    private final List<Path> modules;
    private final ImportedClasses classes;

    /** Checks the module in the current directory, together with the modules in these directories. */
    protected ModuleArchitecture(String... others) {
        this.modules =
                Stream.concat(Stream.of(""), Stream.of(others)).map(Path::of).toList();
        this.classes = ImportedClasses.ofModules(modules);
    }

    @TestFactory
    Stream<DynamicTest> the_module_keeps_the_rules() {
        List<NamedRule> rules = RULES.rules().stream()
                .filter(rule -> rule.appliesToModule(classes))
                .toList();

        assertThat(rules).isNotEmpty();
        return DynamicTest.stream(rules.stream(), NamedRule::id, rule -> rule.check(classes));
    }

    /** Hosts depend on it: what disappears from the file breaks some of them (docs/compatibility.md). */
    @TestFactory
    Stream<DynamicTest> the_public_api_is_the_recorded_one() {
        return DynamicTest.stream(
                modules.stream(),
                module -> module.resolve("api.txt").toString(),
                module -> GoldenFile.at(module.resolve("api.txt"))
                        .assertRecords(PublicApi.of(
                                ImportedClasses.ofModules(List.of(module)).main(), Layers.LIBRARY)));
    }
}

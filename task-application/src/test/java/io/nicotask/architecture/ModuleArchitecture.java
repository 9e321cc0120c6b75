package io.nicotask.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rules that a module can be checked with by itself. Each module has a test class that extends this one. */
public abstract class ModuleArchitecture {

    /** The rules for nico-tasks. A new public type of domain or application that is not nested raises their number here. */
    public static final ArchitectureRules RULES = ArchitectureRules.of("io.nicotask")
            .adapter("http", "io.javalin..")
            .adapter("persistence", "org.jdbi..", "java.sql..", "javax.sql..")
            .adapter("workflow", "io.temporal..")
            .adapter("auth", "com.nimbusds..")
            .publicTypes(80);

    private final ImportedClasses classes;

    /** Checks the module in the current directory, together with the modules in these directories. */
    protected ModuleArchitecture(String... others) {
        this.classes = ImportedClasses.ofModules(modules(others).toList());
    }

    static Stream<Path> modules(String... others) {
        return Stream.concat(Stream.of(""), Stream.of(others)).map(Path::of);
    }

    @TestFactory
    Stream<DynamicTest> the_module_keeps_the_rules() {
        List<NamedRule> rules = RULES.rules().stream()
                .filter(rule -> rule.appliesToModule(classes))
                .toList();

        assertThat(rules).isNotEmpty();
        return DynamicTest.stream(rules.stream(), NamedRule::id, rule -> rule.check(classes));
    }
}

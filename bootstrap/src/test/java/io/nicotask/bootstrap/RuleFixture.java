package io.nicotask.bootstrap;

import static java.util.stream.Collectors.toSet;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import io.nicotask.architecture.ArchitectureRules;
import io.nicotask.architecture.NamedRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A small code base for one rule: valid classes, and planted ones, named {@code PlantedDefect…}, each of which violates
 * the rule by itself.
 */
record RuleFixture(String id) {

    private static final Path ALL = Path.of("target", "test-classes", "planted");
    private static final Pattern PLANTED = Pattern.compile(".*/Planted\\w+(\\$\\w+)?\\.class");

    /** Returns the ids of all fixtures. */
    static Set<String> ids() throws IOException {
        try (Stream<Path> fixtures = Files.list(ALL)) {
            return fixtures.map(fixture -> fixture.getFileName().toString().toUpperCase(Locale.ROOT))
                    .collect(toSet());
        }
    }

    /** Returns the rule of this fixture, for the fixture's own root package. */
    ArchRule rule() {
        return ArchitectureRules.of("planted." + folderName()).stream()
                .filter(rule -> rule.id().equals(id))
                .map(NamedRule::rule)
                .findFirst()
                .orElseThrow();
    }

    /** Returns the simple names of the planted top-level classes. */
    List<String> planted() throws IOException {
        try (Stream<Path> files = Files.walk(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("Planted") && !name.contains("$"))
                    .map(name -> name.replace(".class", ""))
                    .toList();
        }
    }

    JavaClasses soundClasses() {
        return new ClassFileImporter()
                .withImportOption(location -> !location.matches(PLANTED))
                .importPath(folder());
    }

    /** Returns the violations in the valid classes and one planted class, a line each. */
    List<String> violationsBy(String planted) {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(location -> !location.matches(PLANTED) || isOf(planted, location))
                .importPath(folder());
        return rule().evaluate(classes).getFailureReport().getDetails();
    }

    private static boolean isOf(String type, Location location) {
        return location.contains("/" + type + ".class") || location.contains("/" + type + "$");
    }

    private Path folder() {
        return ALL.resolve(folderName());
    }

    private String folderName() {
        return id.toLowerCase(Locale.ROOT);
    }
}

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
 * A tiny code base made for one rule: sound classes, and beside them the planted ones, whose names begin with
 * {@code PlantedDefect} and each of which breaks the rule on its own.
 */
record RuleFixture(String id) {

    private static final Path ALL = Path.of("target", "test-classes", "planted");
    private static final Pattern PLANTED = Pattern.compile(".*/Planted\\w+(\\$\\w+)?\\.class");

    /** The ids of all fixtures that there are. */
    static Set<String> ids() throws IOException {
        try (Stream<Path> fixtures = Files.list(ALL)) {
            return fixtures.map(fixture -> fixture.getFileName().toString().toUpperCase(Locale.ROOT))
                    .collect(toSet());
        }
    }

    /** The rule of this fixture, made for the fixture's own root package. */
    ArchRule rule() {
        return ArchitectureRules.of("planted." + folderName()).stream()
                .filter(rule -> rule.id().equals(id))
                .map(NamedRule::rule)
                .findFirst()
                .orElseThrow();
    }

    /** The simple names of the planted top-level classes. */
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

    /** What the rule says of the sound classes and one of the planted ones, a line for each violation. */
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

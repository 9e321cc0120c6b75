package io.nicotask.bootstrap;

import static java.util.stream.Collectors.toSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import io.nicotask.architecture.ArchitectureRules;
import io.nicotask.architecture.NamedRule;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A tiny code base made for one rule: sound classes, and beside them the planted ones, whose names begin with
 * {@code Planted} and each of which breaks the rule on its own.
 */
record Fixture(String id) {

    private static final String PARENT = "planted";
    private static final Pattern PLANTED_FILE = Pattern.compile(".*/Planted\\w*(\\$\\w+)?\\.class");

    /** The ids of all fixtures that there are, read from the package names. */
    static Set<String> ids() {
        return new ClassFileImporter()
                .importPackages(PARENT).stream()
                        .map(type -> type.getPackageName().split("\\.")[1].toUpperCase(Locale.ROOT))
                        .collect(toSet());
    }

    /** The rule of this fixture, made for the fixture's own root package. */
    ArchRule rule() {
        return ArchitectureRules.of(root()).stream()
                .filter(rule -> rule.id().equals(id))
                .map(NamedRule::rule)
                .findFirst()
                .orElseThrow();
    }

    /** The simple names of the planted classes. */
    List<String> planted() {
        return new ClassFileImporter()
                .importPackages(root()).stream()
                        .filter(JavaClass::isTopLevelClass)
                        .map(JavaClass::getSimpleName)
                        .filter(name -> name.startsWith("Planted"))
                        .sorted()
                        .toList();
    }

    JavaClasses soundClasses() {
        return new ClassFileImporter()
                .withImportOption(location -> !location.matches(PLANTED_FILE))
                .importPackages(root());
    }

    JavaClasses soundClassesAnd(String planted) {
        return new ClassFileImporter()
                .withImportOption(location -> !location.matches(PLANTED_FILE) || isOf(planted, location))
                .importPackages(root());
    }

    private static boolean isOf(String type, Location location) {
        return location.contains("/" + type + ".class") || location.contains("/" + type + "$");
    }

    private String root() {
        return PARENT + "." + id.toLowerCase(Locale.ROOT);
    }
}

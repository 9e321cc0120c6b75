package io.nicotask.application.testkit;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.nicotask.architecture.ImportedClasses;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jar that hosts test with, as the POM describes it. */
final class TestKitTest {

    /** The dependencies to declare with it: packages of each, and the property of its version in the parent POM. */
    private static final Map<String, Map.Entry<List<String>, String>> DEPENDENCIES = Map.of(
            "junit-jupiter", Map.entry(List.of("org.junit.jupiter", "org.opentest4j"), "junit.version"),
            "assertj-core", Map.entry(List.of("org.assertj"), "assertj.version"),
            "awaitility", Map.entry(List.of("org.awaitility"), "awaitility.version"),
            "archunit", Map.entry(List.of("com.tngtech.archunit"), "archunit.version"));

    /** The JDK, and what the library itself brings. */
    private static final List<String> ALWAYS_THERE =
            List.of("java", "org.jspecify.annotations", "com.google.errorprone.annotations");

    @Test
    void it_needs_the_library_and_the_documented_dependencies_only() throws IOException {
        JavaClasses kit = kit();
        JavaClasses library = ImportedClasses.ofModules(
                        Stream.of("", "../task-domain").map(Path::of).toList())
                .main();

        Set<String> missing = kit.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(Dependency::getTargetClass)
                .map(JavaClass::getBaseComponentType)
                .filter(target -> !target.isPrimitive())
                .map(JavaClass::getName)
                .filter(target -> !kit.contain(target) && !library.contain(target))
                .filter(target -> packages().noneMatch(name -> target.startsWith(name + ".")))
                .collect(toSet());

        assertThat(missing).isEmpty();
    }

    @Test
    void it_has_contracts_doubles_and_rules_but_no_test_of_ours() throws IOException {
        JavaClasses kit = kit();

        assertThat(kit.stream().map(JavaClass::getSimpleName))
                .contains(
                        "StopQueriesContract", "StoreUnderTest", "TestTasks", "ScriptedHardware", "ArchitectureRules");
        assertThat(kit.stream()
                        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .filter(type ->
                                type.getAllMethods().stream().anyMatch(method -> method.isAnnotatedWith(Test.class))))
                .isEmpty();
    }

    @Test
    void the_documentation_has_its_dependencies_in_the_versions_that_we_test_with() throws IOException {
        String documentation = Files.readString(Path.of("../docs/testing.md"));
        String parent = Files.readString(Path.of("../pom.xml"));

        DEPENDENCIES.forEach((artifact, dependency) -> {
            String version = only(parent, "<" + dependency.getValue() + ">(.*)<");
            assertThat(only(documentation, "<artifactId>" + artifact + "</artifactId>\\s*<version>(.*)</version>"))
                    .isEqualTo(version);
        });
    }

    private static JavaClasses kit() throws IOException {
        String execution = only(Files.readString(Path.of("pom.xml")), "(?s)<id>test-kit</id>(.*?)</execution>");
        List<String> included = all(execution, "<include>(.*)</include>");
        List<String> excluded = all(execution, "<exclude>(.*)</exclude>");
        Path classes = classes();
        try (Stream<Path> files = Files.walk(classes)) {
            return new ClassFileImporter()
                    .importPaths(files.filter(file -> file.toString().endsWith(".class"))
                            .filter(file -> matches(included, classes.relativize(file)))
                            .filter(file -> !matches(excluded, classes.relativize(file)))
                            .toList());
        }
    }

    private static Path classes() {
        try {
            return Path.of(TestKitTest.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static boolean matches(List<String> patterns, Path file) {
        return patterns.stream()
                .anyMatch(pattern -> FileSystems.getDefault()
                        .getPathMatcher("glob:" + pattern)
                        .matches(file));
    }

    private static Stream<String> packages() {
        return Stream.concat(
                ALWAYS_THERE.stream(), DEPENDENCIES.values().stream().flatMap(entry -> entry.getKey().stream()));
    }

    private static List<String> all(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private static String only(String text, String pattern) {
        List<String> found = all(text, pattern);
        assertThat(found).as(pattern).hasSize(1);
        return found.getFirst();
    }
}

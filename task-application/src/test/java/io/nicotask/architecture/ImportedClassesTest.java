package io.nicotask.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImportedClassesTest {

    @TempDir
    Path module;

    @Test
    void main_classes_and_tests_are_kept_apart() throws IOException {
        Files.createDirectories(module.resolve("target/classes"));
        Files.createDirectories(module.resolve("target/test-classes"));
        copyThisClassTo(module.resolve("target/test-classes"));

        ImportedClasses classes = ImportedClasses.ofModules(List.of(module));

        assertThat(classes.main()).isEmpty();
        assertThat(classes.mainAndTests().get())
                .extracting("name")
                .containsExactly(ImportedClassesTest.class.getName());
    }

    @Test
    void a_module_without_compiled_tests_is_rejected() throws IOException {
        Files.createDirectories(module.resolve("target/classes"));

        ImportedClasses classes = ImportedClasses.ofModules(List.of(module));

        assertThatThrownBy(classes.mainAndTests()::get)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("test-classes");
    }

    private static void copyThisClassTo(Path folder) throws IOException {
        try (var bytes = ImportedClassesTest.class.getResourceAsStream("ImportedClassesTest.class")) {
            Files.copy(bytes, folder.resolve("ImportedClassesTest.class"));
        }
    }
}

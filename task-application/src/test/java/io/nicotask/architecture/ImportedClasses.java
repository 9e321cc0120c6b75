package io.nicotask.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * The compiled classes of a set of Maven modules.
 *
 * @param main their main classes
 * @param mainAndTests imports their main classes and their tests
 */
public record ImportedClasses(JavaClasses main, Supplier<JavaClasses> mainAndTests) {

    /**
     * Reads {@code target/classes} of every module, and {@code target/test-classes} on demand. The import fails with
     * {@link IllegalArgumentException} if one of these folders is missing: without classes every rule would pass.
     */
    public static ImportedClasses ofModules(Collection<Path> modules) {
        List<Path> main = folders(modules, "target/classes");
        ClassFileImporter importer = new ClassFileImporter();
        return new ImportedClasses(importer.importPaths(main), () -> {
            List<Path> all = new ArrayList<>(main);
            all.addAll(folders(modules, "target/test-classes"));
            return importer.importPaths(all);
        });
    }

    private static List<Path> folders(Collection<Path> modules, String name) {
        return modules.stream().map(module -> existing(module.resolve(name))).toList();
    }

    private static Path existing(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("no compiled classes in " + folder.toAbsolutePath());
        }
        return folder;
    }
}

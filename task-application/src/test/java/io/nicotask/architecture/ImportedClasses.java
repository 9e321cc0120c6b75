package io.nicotask.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The compiled classes of a set of Maven modules.
 *
 * @param main what the modules deliver
 * @param mainAndTests the same, and their tests
 */
public record ImportedClasses(JavaClasses main, JavaClasses mainAndTests) {

    /**
     * Reads {@code target/classes} and {@code target/test-classes} of every module.
     *
     * @throws IllegalArgumentException if one of these folders is missing: a rule must not pass because it saw nothing
     */
    public static ImportedClasses ofModules(Collection<Path> modules) {
        List<Path> main = folders(modules, "target/classes");
        List<Path> all = new ArrayList<>(main);
        all.addAll(folders(modules, "target/test-classes"));
        ClassFileImporter importer = new ClassFileImporter();
        return new ImportedClasses(importer.importPaths(main), importer.importPaths(all));
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

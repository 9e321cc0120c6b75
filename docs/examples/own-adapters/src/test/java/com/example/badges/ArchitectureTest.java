package com.example.badges;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.nicotask.architecture.ArchitectureRules;
import io.nicotask.architecture.NamedRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds a hexagon of the same layout, which does not know this library, to its architecture rules. */
final class ArchitectureTest {

    @TestFactory
    Stream<DynamicTest> the_service_keeps_every_rule() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("com.example.badges");

        return DynamicTest.stream(
                ArchitectureRules.of("com.example.badges")
                        .adapter("files", "java.nio.file..")
                        .withoutLibraryRules()
                        .rules()
                        .stream(),
                NamedRule::id,
                rule -> rule.rule().check(classes));
    }
}

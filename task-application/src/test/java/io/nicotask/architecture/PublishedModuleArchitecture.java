package io.nicotask.architecture;

import io.nicotask.golden.GoldenFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rules for a module that other projects use: its public API is recorded, too. */
public abstract class PublishedModuleArchitecture extends ModuleArchitecture {

    private final List<Path> modules;

    /** Checks the module in the current directory, together with the modules in these directories. */
    protected PublishedModuleArchitecture(String... others) {
        super(others);
        this.modules = modules(others).toList();
    }

    /** Hosts depend on it: what disappears from the file breaks some of them (docs/compatibility.md). */
    @TestFactory
    Stream<DynamicTest> the_public_api_is_the_recorded_one() {
        return DynamicTest.stream(
                modules.stream().map(module -> module.resolve("api.txt")),
                Path::toString,
                file -> GoldenFile.at(file)
                        .assertRecords(apiOf(file.toAbsolutePath().getParent())));
    }

    private static String apiOf(Path module) {
        return PublicApi.of(ImportedClasses.ofModules(List.of(module)).main(), Layers.LIBRARY);
    }
}

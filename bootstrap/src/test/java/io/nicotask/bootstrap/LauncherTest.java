package io.nicotask.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with a distribution that is one class of this test. */
final class LauncherTest {

    private static final Path LAUNCHER = Path.of("../nico-tasks");

    @TempDir
    private Path home;

    /** Without the memory that a loop needs, the process would go on and do nothing. */
    @Test
    void a_process_that_runs_out_of_memory_ends_with_an_error() throws Exception {
        Path launcher = Files.copy(LAUNCHER, home.resolve("nico-tasks"));
        Files.createFile(home.resolve("pom.xml"));
        writeDistribution(Files.createDirectories(home.resolve("bootstrap/target/dist")), MemoryHog.class);

        ProcessBuilder command = new ProcessBuilder("sh", launcher.toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile());
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment().put("JAVA_TOOL_OPTIONS", "-Xmx16m");
        Process process = command.start();

        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it ends").isTrue();
            assertThat(process.exitValue()).isNotZero();
            assertThat(home.resolve("log")).content().contains(MemoryHog.BEGUN);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void writeDistribution(Path directory, Class<?> main) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
        String file = main.getName().replace('.', '/') + ".class";
        try (JarOutputStream jar =
                        new JarOutputStream(Files.newOutputStream(directory.resolve("nico-tasks.jar")), manifest);
                InputStream code = main.getClassLoader().getResourceAsStream(file)) {
            jar.putNextEntry(new JarEntry(file));
            code.transferTo(jar);
        }
    }

    /** Uses up the memory in one of its threads, and waits in the other. */
    static final class MemoryHog {

        static final String BEGUN = "uses up the memory";

        private MemoryHog() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.out.println(BEGUN);
            Thread.ofPlatform().start(() -> System.out.println(new long[Integer.MAX_VALUE / 2].length));
            Thread.currentThread().join();
        }
    }
}

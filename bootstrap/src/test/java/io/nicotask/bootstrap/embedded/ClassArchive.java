package io.nicotask.bootstrap.embedded;

import io.nicotask.bootstrap.Main;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A class-data sharing archive of the class path, written by a server that was started and stopped. It is created once
 * per class path, below {@code target/class-archive}. Directories are packed into jars, because an archive does not
 * include classes from directories.
 *
 * @param classPath the class path, of jars only
 * @param archive the archive
 */
record ClassArchive(String classPath, Path archive) {

    private static final Path HOME = Path.of("target", "class-archive").toAbsolutePath();
    private static final Duration WRITTEN_WITHIN = Duration.ofMinutes(5);

    /** Creates the archive on the first call. */
    static ClassArchive ofThisBuild() {
        return Holder.ARCHIVE;
    }

    /** Returns the JVM flags that use it; a JVM without the archive starts without it. */
    List<String> flags() {
        return List.of("-XX:SharedArchiveFile=" + archive, "-cp", classPath);
    }

    /** Initialized by the first caller, while other callers wait. */
    private static final class Holder {

        private static final ClassArchive ARCHIVE = findOrMake();
    }

    private static ClassArchive findOrMake() {
        List<Path> entries = Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .map(Path::of)
                .map(Path::toAbsolutePath)
                .filter(Files::exists)
                .toList();
        try {
            Files.createDirectories(HOME);
            // Other JVMs of the build may need one, too; closing the channel releases the lock.
            try (FileChannel channel =
                    FileChannel.open(HOME.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                FileLock lock = channel.lock();
                ClassArchive made = findOrMake(entries, HOME.resolve(nameFor(entries)));
                lock.release();
                return made;
            }
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static ClassArchive findOrMake(List<Path> entries, Path directory)
            throws IOException, InterruptedException {
        ClassArchive target =
                new ClassArchive(DirectoryJars.classPath(entries, directory), directory.resolve("classes.jsa"));
        if (!Files.exists(target.archive)) {
            removeAll();
            DirectoryJars.pack(entries, Files.createDirectory(directory));
            write(target);
        }
        return target;
    }

    /** Returns the same name until a file of the class path changes. */
    private static String nameFor(List<Path> entries) throws IOException {
        List<String> marks = new ArrayList<>();
        for (Path entry : entries) {
            try (Stream<Path> files = Files.walk(entry)) {
                files.filter(Files::isRegularFile)
                        .sorted()
                        .map(file -> file + " " + file.toFile().length() + " "
                                + file.toFile().lastModified())
                        .forEach(marks::add);
            }
        }
        String all = Runtime.version() + marks.stream().collect(Collectors.joining("\n"));
        return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static void removeAll() throws IOException {
        try (Stream<Path> all = Files.walk(HOME)) {
            all.sorted((one, other) -> other.compareTo(one))
                    .filter(path -> !path.equals(HOME) && !path.endsWith("lock"))
                    .map(Path::toFile)
                    .forEach(file -> {
                        if (!file.delete()) {
                            throw new UncheckedIOException(new IOException(file + " cannot be deleted"));
                        }
                    });
        }
    }

    /** Writes it with a server on embedded services, which is stopped as soon as it is ready. */
    private static void write(ClassArchive target) throws IOException, InterruptedException {
        Path ready = target.archive.resolveSibling("ready.json");
        List<String> arguments =
                List.of("serve", "--ephemeral", "--no-demo", "--port", "0", "--ready-file", ready.toString());
        Process process = new ProcessBuilder(
                        JavaCommand.writing(target.archive, target.classPath, Main.class, arguments))
                .redirectErrorStream(true)
                .redirectOutput(target.archive.resolveSibling("log.txt").toFile())
                .start();
        long deadline = System.nanoTime() + WRITTEN_WITHIN.toNanos();
        while (process.isAlive() && !Files.exists(ready) && System.nanoTime() - deadline < 0) {
            Thread.sleep(20);
        }
        process.destroy();
        if (!process.waitFor(WRITTEN_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}

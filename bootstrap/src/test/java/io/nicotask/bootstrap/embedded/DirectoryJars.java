package io.nicotask.bootstrap.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/** Packs the directories of a class path into jars. */
final class DirectoryJars {

    private DirectoryJars() {}

    /** Packs each directory among the entries into a jar in {@code directory}. */
    static void pack(List<Path> entries, Path directory) throws IOException {
        for (int number = 0; number < entries.size(); number++) {
            if (Files.isDirectory(entries.get(number))) {
                pack(entries.get(number), jar(directory, number));
            }
        }
    }

    /** Returns the class path with the jars in place of the directories. */
    static String classPath(List<Path> entries, Path directory) {
        return IntStream.range(0, entries.size())
                .mapToObj(
                        number -> Files.isDirectory(entries.get(number)) ? jar(directory, number) : entries.get(number))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path jar(Path directory, int number) {
        return directory.resolve("folder-" + number + ".jar");
    }

    /** Includes entries for directories, which resource lookups need. */
    private static void pack(Path folder, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(folder)) {
            out.setLevel(Deflater.NO_COMPRESSION);
            for (Path file : (Iterable<Path>) files.filter(path -> !path.equals(folder))::iterator) {
                String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
                boolean isFolder = Files.isDirectory(file);
                out.putNextEntry(new JarEntry(isFolder ? name + "/" : name));
                if (!isFolder) {
                    Files.copy(file, out);
                }
                out.closeEntry();
            }
        }
    }
}

package io.nicotask.bootstrap.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of a Java process with this one's classes. It runs too briefly for C2 to pay off, and uses a class
 * archive if there is one, which halves its start time.
 */
public final class JavaCommand {

    private static final List<String> FLAGS = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx512m",
            // A JVM ignores an archive that does not match; its warning must not be taken for the program's output.
            "-Xlog:disable",
            "-Xlog:all=warning:stderr");

    private static final Path LOG = Path.of("target", "child-processes.log");

    private JavaCommand() {}

    /** Returns the redirect for the error output of such processes: a file instead of the build's console. */
    public static ProcessBuilder.Redirect log() {
        return ProcessBuilder.Redirect.appendTo(LOG.toFile());
    }

    /** Returns the command for this main class. */
    public static List<String> of(Class<?> main, List<String> arguments) {
        return of(List.of(), main, arguments);
    }

    /** Returns the command with more JVM flags. */
    public static List<String> of(List<String> more, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(ClassArchive.ofThisBuild().flags());
        command.addAll(more);
        command.add(main.getName());
        command.addAll(arguments);
        return command;
    }

    /** Returns the command that writes an archive, and therefore uses none. */
    static List<String> writing(Path archive, String classPath, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, "-cp", classPath, main.getName()));
        command.addAll(arguments);
        return command;
    }
}

package io.nicotask.bootstrap.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of another Java process with the classes of this one. It lives too short for thorough compilation to
 * pay, and takes its classes from an archive where there is one, which halves its start.
 */
public final class JavaCommand {

    private static final List<String> FLAGS = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx512m",
            // An archive that does not fit is not used; what the JVM says of it must not be taken for the program's
            // output.
            "-Xlog:disable",
            "-Xlog:all=warning:stderr");

    private static final Path LOG = Path.of("target", "child-processes.log");

    private JavaCommand() {}

    /** Where such processes write what they report beside their output, instead of on the console of the build. */
    public static ProcessBuilder.Redirect log() {
        return ProcessBuilder.Redirect.appendTo(LOG.toFile());
    }

    /** A process that runs this class. */
    public static List<String> of(Class<?> main, List<String> arguments) {
        return of(List.of(), main, arguments);
    }

    /** The same with further flags for the JVM. */
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

    /** The same without an archive: the process that writes it. */
    static List<String> writing(Path archive, String classPath, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, "-cp", classPath, main.getName()));
        command.addAll(arguments);
        return command;
    }
}

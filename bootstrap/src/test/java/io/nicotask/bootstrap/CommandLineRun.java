package io.nicotask.bootstrap;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/**
 * A command that was run in this process, on a terminal of 80 columns without colors.
 *
 * @param exitCode its exit code
 * @param output its standard output
 * @param errors its standard error
 */
record CommandLineRun(int exitCode, String output, String errors) {

    static CommandLineRun of(String... arguments) {
        return in(Map.of(), arguments);
    }

    /** Runs a command with these environment variables. */
    static CommandLineRun in(Map<String, String> environment, String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandLine commandLine = Main.commandLine(environment)
                .setOut(new PrintWriter(output))
                .setErr(new PrintWriter(errors))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(80);
        int exitCode = commandLine.execute(arguments);
        return new CommandLineRun(exitCode, output.toString(), errors.toString());
    }
}

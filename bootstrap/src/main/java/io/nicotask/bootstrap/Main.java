package io.nicotask.bootstrap;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of the command line. */
@Command(
        name = "nico-tasks",
        description = "Cancels long-running rack operations, best-effort and idempotent, and never loses a cancel.",
        mixinStandardHelpOptions = true,
        versionProvider = BuildInfo.class)
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine serve = new CommandLine(new ServeCommand());
        serve.getCommandSpec().usageMessage().footer(ServeCommand.settingsHelp());
        return new CommandLine(new Main())
                .addSubcommand(serve)
                .addSubcommand(new TokenCommand())
                .setExecutionExceptionHandler(new OneSentence())
                .setUsageHelpAutoWidth(true);
    }
}

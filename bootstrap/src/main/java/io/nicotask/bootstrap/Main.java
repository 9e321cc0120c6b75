package io.nicotask.bootstrap;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of the command line. */
@Command(
        name = "nico-tasks",
        description = "Cancels long-running rack operations, best-effort and idempotent.",
        mixinStandardHelpOptions = true,
        versionProvider = BuildInfo.class)
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine(System.getenv()).execute(arguments));
    }

    static CommandLine commandLine(Map<String, String> environment) {
        CommandLine serve = new CommandLine(new ServeCommand(environment));
        serve.getCommandSpec().usageMessage().footer(ServeCommand.settingsHelp());
        OneSentence oneSentence = new OneSentence();
        return new CommandLine(new Main())
                .addSubcommand(serve)
                .addSubcommand(new TokenCommand())
                .setExecutionExceptionHandler(oneSentence)
                .setParameterExceptionHandler(oneSentence)
                .setUsageHelpAutoWidth(true);
    }
}

package io.nicotask.bootstrap;

import io.nicotask.bootstrap.cli.CliErrorHandler;
import io.nicotask.bootstrap.cli.MigrateCommand;
import io.nicotask.bootstrap.cli.ServeCommand;
import io.nicotask.bootstrap.cli.TokenCommand;
import io.nicotask.bootstrap.wiring.BuildInfo;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command-line entry point. */
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
        CliErrorHandler cliErrorHandler = new CliErrorHandler();
        return new CommandLine(new Main())
                .addSubcommand(serve)
                .addSubcommand(new MigrateCommand(environment))
                .addSubcommand(new TokenCommand())
                .setExecutionExceptionHandler(cliErrorHandler)
                .setParameterExceptionHandler(cliErrorHandler)
                .setUsageHelpAutoWidth(true);
    }
}

package io.nicotask.bootstrap;

import io.nicotask.bootstrap.cli.AddSiteCommand;
import io.nicotask.bootstrap.cli.CliErrorHandler;
import io.nicotask.bootstrap.cli.MigrateCommand;
import io.nicotask.bootstrap.cli.ServeCommand;
import io.nicotask.bootstrap.cli.SiteCommand;
import io.nicotask.bootstrap.cli.TokenCommand;
import io.nicotask.bootstrap.wiring.BuildInfo;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.TypeConversionException;

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
        SiteCommand siteCommand = new SiteCommand(environment);
        CommandLine site = new CommandLine(siteCommand).addSubcommand(new AddSiteCommand(siteCommand));
        CliErrorHandler cliErrorHandler = new CliErrorHandler();
        return new CommandLine(new Main())
                .addSubcommand(serve)
                .addSubcommand(new MigrateCommand(environment))
                .addSubcommand(new TokenCommand())
                .addSubcommand(site)
                .registerConverter(UUID.class, Main::parseUuid)
                .setExecutionExceptionHandler(cliErrorHandler)
                .setParameterExceptionHandler(cliErrorHandler)
                .setUsageHelpAutoWidth(true);
    }

    private static UUID parseUuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException invalid) {
            throw new TypeConversionException("'" + text + "' is not a UUID");
        }
    }
}

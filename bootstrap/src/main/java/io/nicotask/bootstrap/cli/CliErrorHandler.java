package io.nicotask.bootstrap.cli;

import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.bootstrap.config.InvalidSettings;
import io.nicotask.bootstrap.embedded.DataDirectoryInUse;
import io.nicotask.bootstrap.embedded.EmbeddedStartFailed;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Reports a failed command in one sentence on standard error and exits with 1; reports wrong arguments with a second
 * sentence that names the help, and exits with 2.
 */
public final class CliErrorHandler implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(CliErrorHandler.class);

    @Override
    public int handleExecutionException(Exception fault, CommandLine commandLine, ParseResult parsed) {
        commandLine.getErr().println(sentenceFor(fault));
        commandLine.getErr().flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public int handleParseException(ParameterException invalid, String[] arguments) {
        CommandLine command = invalid.getCommandLine();
        command.getErr()
                .printf(
                        "%s. See '%s --help'.%n",
                        invalid.getMessage(), command.getCommandSpec().qualifiedName());
        command.getErr().flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static String sentenceFor(Exception fault) {
        return switch (fault) {
            case InvalidSettings invalid -> String.valueOf(invalid.getMessage());
            case DataDirectoryInUse inUse -> String.valueOf(inUse.getMessage());
            case EmbeddedStartFailed failed -> String.valueOf(failed.getMessage());
            case UncheckedIOException io -> io.getMessage() + ".";
            case StoreUnavailable unavailable ->
                String.valueOf(unavailable.getMessage()).replaceFirst("\\.?$", ".");
            default -> {
                LOG.error("The command failed", fault);
                yield "The command failed: " + fault;
            }
        };
    }
}

package io.nicotask.bootstrap;

import io.nicotask.bootstrap.config.InvalidSettings;
import io.nicotask.bootstrap.embedded.DataDirectoryInUse;
import io.nicotask.bootstrap.embedded.EmbeddedStartFailed;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Ends a command that cannot go on with one sentence on standard error, and 1. */
final class OneSentence implements IExecutionExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(OneSentence.class);

    @Override
    public int handleExecutionException(Exception fault, CommandLine commandLine, ParseResult parsed) {
        commandLine.getErr().println(sentenceFor(fault));
        commandLine.getErr().flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String sentenceFor(Exception fault) {
        return switch (fault) {
            case InvalidSettings wrong -> String.valueOf(wrong.getMessage());
            case DataDirectoryInUse inUse -> String.valueOf(inUse.getMessage());
            case EmbeddedStartFailed failed -> String.valueOf(failed.getMessage());
            case UncheckedIOException io -> io.getMessage() + ".";
            default -> {
                LOG.error("The command failed", fault);
                yield "The command failed: " + fault;
            }
        };
    }
}

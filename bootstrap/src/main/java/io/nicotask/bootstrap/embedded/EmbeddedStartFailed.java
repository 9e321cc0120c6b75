package io.nicotask.bootstrap.embedded;

import org.jspecify.annotations.Nullable;

/** An embedded part cannot start; the message is a sentence for the person at the terminal. */
public final class EmbeddedStartFailed extends RuntimeException {

    EmbeddedStartFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

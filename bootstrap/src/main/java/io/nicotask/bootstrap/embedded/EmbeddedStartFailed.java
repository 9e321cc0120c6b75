package io.nicotask.bootstrap.embedded;

import org.jspecify.annotations.Nullable;

/** An embedded service cannot start; the message is one sentence for the operator. */
public final class EmbeddedStartFailed extends RuntimeException {

    EmbeddedStartFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

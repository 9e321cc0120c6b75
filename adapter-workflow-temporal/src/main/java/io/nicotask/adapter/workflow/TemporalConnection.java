package io.nicotask.adapter.workflow;

import io.nicotask.domain.value.SiteId;
import io.temporal.client.WorkflowClient;
import java.time.Duration;

/**
 * A namespace of a Temporal server and how it is reached: by a connection of this library ({@link TemporalEngine#at}), or
 * by a client of the host ({@link TemporalEngine#on}). Immutable; sites may share one.
 */
public abstract sealed class TemporalConnection permits TemporalServer, HostClient {

    TemporalConnection() {}

    /**
     * Returns a builder of an engine that serves the site by this connection.
     *
     * @param taskQueue the queue of the site's built-in workflow
     * @see TemporalEngine.Builder#site
     */
    public final TemporalEngine.Builder site(SiteId site, String taskQueue) {
        return TemporalEngine.builder().site(site, this, taskQueue);
    }

    /** Returns the address of the server, as error messages name it. */
    abstract String address();

    /** Returns the name of the namespace. */
    abstract String namespaceName();

    /** Returns whether the server loses its workflows at a restart. */
    abstract boolean engineIsVolatile();

    /** Returns what authenticates the calls, as error messages name it. */
    abstract String credentials();

    /** Returns what is equal for connections that can share a channel. */
    abstract Object transport();

    /** Opens a channel for the calls of an engine; connects on first use. */
    abstract TemporalChannel openForCalls(Duration callLimit);

    /** Opens a channel for workers; connects on first use. */
    abstract TemporalChannel openForWorkers();

    /** Returns a client of the namespace over a channel that was opened for the same transport. */
    abstract WorkflowClient clientOver(TemporalChannel channel);
}

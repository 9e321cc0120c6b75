package io.nicotask.bootstrap.benchmark;

import java.util.Locale;

/** How the engine of a site behaves. */
enum EngineHealth {
    /** Replies at once. */
    HEALTHY,
    /** Replies late, but within the limit of a call. */
    SLOW,
    /** Does not reply within the limit of a call. */
    SILENT,
    /** Refuses connections. */
    GONE,
    /** Replies at once, and knows none of the workflows. */
    WRONG_NAMESPACE;

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

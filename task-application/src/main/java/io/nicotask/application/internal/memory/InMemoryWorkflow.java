package io.nicotask.application.internal.memory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The workflow of a task.
 *
 * @param namespace the namespace in which it was started
 * @param lastCheck the result of the last check
 */
record InMemoryWorkflow(String namespace, LastCheck lastCheck) {

    /**
     * What the engine has reported up to now.
     *
     * @param notFoundCount how many checks in a row did not find the workflow
     * @param missedAt when the first of them was, or null
     * @param at when the engine last replied
     * @param inWrongNamespace whether the workflow was searched in another namespace than that of the start
     */
    record LastCheck(int notFoundCount, @Nullable Instant missedAt, Instant at, boolean inWrongNamespace) {}

    static InMemoryWorkflow started(String namespace, Instant now) {
        return new InMemoryWorkflow(namespace, new LastCheck(0, null, now, false));
    }

    InMemoryWorkflow afterCheck(int misses, Instant now) {
        Instant since = lastCheck.missedAt() == null || lastCheck.missedAt().isAfter(now) ? now : lastCheck.missedAt();
        return new InMemoryWorkflow(namespace, new LastCheck(misses, misses == 0 ? null : since, now, false));
    }

    InMemoryWorkflow afterWrongNamespace(Instant now) {
        return new InMemoryWorkflow(namespace, new LastCheck(0, null, now, true));
    }
}

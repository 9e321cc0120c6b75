package io.nicotask.application.memory;

import io.nicotask.domain.task.TaskId;

/**
 * A workflow to be looked at.
 *
 * @param task its task
 * @param namespace where it was started
 * @param misses how many times in a row the engine has not known it
 * @param lease whose turn it is
 */
record Watch(TaskId task, String namespace, int misses, Lease lease) {

    Watch with(Lease next) {
        return new Watch(task, namespace, misses, next);
    }

    Watch seen(int nowMisses, Lease next) {
        return new Watch(task, namespace, nowMisses, next);
    }
}

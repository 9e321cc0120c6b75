package io.nicotask.application.simulation;

import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every committed version of every task, and the commits between which it was current. */
final class CommittedHistory {

    private final Map<TaskId, List<Version>> versions = new HashMap<>();
    private long moment;

    /** The number of commits so far. */
    long moment() {
        return moment;
    }

    void nextMoment() {
        moment++;
    }

    void add(Task task) {
        versions.computeIfAbsent(task.id(), id -> new ArrayList<>()).add(new Version(task, moment));
    }

    /** The current version of the task, or null if there is none. */
    @Nullable
    Task current(TaskId task) {
        List<Version> all = versions.get(task);
        return all == null ? null : all.getLast().task();
    }

    /** The version before the current one, or null if there is none. */
    @Nullable
    Task former(TaskId task) {
        List<Version> all = versions.getOrDefault(task, List.of());
        return all.size() < 2 ? null : all.get(all.size() - 2).task();
    }

    /** Whether exactly this version of the task was current at some moment from {@code from} to {@code to}. */
    boolean wasCurrent(Task task, long from, long to) {
        List<Version> all = versions.getOrDefault(task.id(), List.of());
        for (int i = 0; i < all.size(); i++) {
            boolean overBefore = i + 1 < all.size() && all.get(i + 1).since() <= from;
            if (all.get(i).task().equals(task) && all.get(i).since() <= to && !overBefore) {
                return true;
            }
        }
        return false;
    }

    /** Whether the task existed at the moment. */
    boolean existed(TaskId task, long at) {
        List<Version> all = versions.get(task);
        return all != null && all.getFirst().since() <= at;
    }

    /** The moment at which the current version of the task was committed. */
    long since(TaskId task) {
        return versions.getOrDefault(task, List.of()).getLast().since();
    }

    private record Version(Task task, long since) {}
}

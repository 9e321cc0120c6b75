package io.nicotask.application.contract;

import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.Slots;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Claims the due work of one task. */
public final class DueWork {

    private static final int MANY = 1_000;

    private DueWork() {}

    /** Claims the start or the stop of the task's workflow if it is due. What else was due is due again. */
    public static List<WorkItem> of(WorkQueue queue, TaskId task) {
        return claim(queue, item -> item.task().equals(task));
    }

    /** As {@link #of(WorkQueue, TaskId)}, if it is of this kind. */
    public static List<WorkItem> of(WorkQueue queue, TaskId task, Kind kind) {
        return claim(queue, item -> item.task().equals(task) && item.kind() == kind);
    }

    private static List<WorkItem> claim(WorkQueue queue, Predicate<WorkItem> wanted) {
        List<WorkItem> claimed = new ArrayList<>();
        for (WorkItem item : queue.claimDue(List.of(new Slots(Lane.DELIVERY, MANY, MANY, Map.of())))) {
            if (wanted.test(item)) {
                claimed.add(item);
            } else if (!queue.postpone(item, Duration.ZERO, "")) {
                throw new AssertionError("The claim did not hold: " + item);
            }
        }
        return claimed;
    }
}

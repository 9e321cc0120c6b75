package io.nicotask.domain.task;

import static io.nicotask.domain.task.TaskFixtures.OTHER_RUN;
import static io.nicotask.domain.task.TaskFixtures.REASON;
import static io.nicotask.domain.task.TaskFixtures.RULE;
import static io.nicotask.domain.task.TaskFixtures.RUN;
import static io.nicotask.domain.task.TaskFixtures.USER;
import static io.nicotask.domain.task.TaskFixtures.aPlan;
import static io.nicotask.domain.task.TaskFixtures.aReport;

import com.google.errorprone.annotations.Immutable;
import java.time.Instant;

/** The inputs of a task, one for each case that makes a difference. */
enum TaskInput {
    PROMOTE("promote", (task, now) -> Answer.of(task.promote(now))),
    UNATTENDED("unattended", (task, now) -> Answer.of(task.unattended(now))),
    EXPIRE("expire", (task, now) -> Answer.of(task.expire(USER, now, now))),
    START_BY_ITS_RUN("start", (task, now) -> Answer.of(task.start(RUN, now))),
    START_BY_ANOTHER("start", (task, now) -> Answer.of(task.start(OTHER_RUN, now))),
    PLAN_BY_ITS_RUN("plan", (task, now) -> Answer.of(task.plan(RUN, RULE, aPlan(), now))),
    PLAN_BY_ANOTHER("plan", (task, now) -> Answer.of(task.plan(OTHER_RUN, RULE, aPlan(), now))),
    PROGRESS_BY_ITS_RUN("progress", (task, now) -> Answer.of(task.progress(RUN, aPlan(), now))),
    PROGRESS_AGAIN("progress", (task, now) -> Answer.of(task.progress(RUN, aReport(), now))),
    PROGRESS_BY_ANOTHER("progress", (task, now) -> Answer.of(task.progress(OTHER_RUN, aPlan(), now))),
    PROGRESS_WITHOUT_REPORT("progress", (task, now) -> Answer.of(task.progress(RUN, null, now))),
    SUCCEED_BY_ITS_RUN("succeed", (task, now) -> Answer.of(task.succeed(RUN, now))),
    SUCCEED_BY_ANOTHER("succeed", (task, now) -> Answer.of(task.succeed(OTHER_RUN, now))),
    FAIL_BY_ITS_RUN("fail", (task, now) -> Answer.of(task.fail(RUN, "no answer", now))),
    FAIL_BY_ITS_RUN_OTHERWISE("fail", (task, now) -> Answer.of(task.fail(RUN, "short circuit", now))),
    FAIL_BY_ANOTHER("fail", (task, now) -> Answer.of(task.fail(OTHER_RUN, "no answer", now))),
    FAIL_BY_THE_SYSTEM("fail", (task, now) -> Answer.of(task.fail(null, "no answer", now))),
    CANCEL("cancel", (task, now) -> Answer.of(task.cancel(USER, REASON, now)));

    private final String method;
    private final Change change;

    TaskInput(String method, Change change) {
        this.method = method;
        this.change = change;
    }

    String method() {
        return method;
    }

    Answer applyTo(Task task, Instant now) {
        return change.apply(task, now);
    }

    @Immutable
    private interface Change {
        Answer apply(Task task, Instant now);
    }

    /** An answer of either type: its name, and the task in it. */
    record Answer(String name, Task task) {

        static Answer of(Transition transition) {
            return switch (transition) {
                case Transition.Applied applied -> new Answer("Applied", applied.task());
                case Transition.AlreadyApplied already -> new Answer("AlreadyApplied", already.task());
                case Transition.Refused refused -> new Answer("Refused", refused.task());
            };
        }

        static Answer of(Cancellation cancellation) {
            return switch (cancellation) {
                case Cancellation.Cancelled cancelled -> new Answer("Cancelled", cancelled.task());
                case Cancellation.AlreadyTerminated already -> new Answer("AlreadyTerminated", already.task());
                case Cancellation.NotCancellable finished -> new Answer("NotCancellable", finished.task());
            };
        }

        boolean changes() {
            return name.equals("Applied") || name.equals("Cancelled");
        }
    }
}

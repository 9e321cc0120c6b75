package io.nicotask.application.task;

import static io.nicotask.application.SiteFixture.CALLER;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.domain.task.TaskFixtures.REASON;

import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.task.CancelTask.Result.AlreadyTerminated;
import io.nicotask.application.task.CancelTask.Result.Cancelled;
import io.nicotask.application.task.CancelTask.Result.Denied;
import io.nicotask.application.task.CancelTask.Result.NotCancellable;
import io.nicotask.application.task.CancelTask.Result.NotFound;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import org.jspecify.annotations.Nullable;

/** Cancel commands, and what their results hold. */
final class CancelCommands {

    private CancelCommands() {}

    static CancelTask.Command commandFor(Task task) {
        return command(SITE, task.id(), REASON.text());
    }

    static CancelTask.Command command(SiteId site, TaskId task, @Nullable String reason) {
        return new CancelTask.Command(
                new RequestContext(CALLER, ORG, ORIGIN), site, task, reason == null ? null : new Reason(reason));
    }

    static Task taskOf(CancelTask.Result result) {
        return viewOf(result).task();
    }

    static TaskView viewOf(CancelTask.Result result) {
        return switch (result) {
            case Cancelled cancelled -> cancelled.view();
            case AlreadyTerminated already -> already.view();
            case NotCancellable finished -> finished.view();
            case NotFound missing -> throw new AssertionError(missing);
            case Denied denied -> throw new AssertionError(denied);
        };
    }
}

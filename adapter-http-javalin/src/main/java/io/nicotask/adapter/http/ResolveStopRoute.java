package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.adapter.http.Answer.Problem;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.stop.ResolveStop;
import io.nicotask.application.stop.ResolveStopCommand;
import io.nicotask.application.stop.ResolveStopResult.AlreadyConfirmed;
import io.nicotask.application.stop.ResolveStopResult.Denied;
import io.nicotask.application.stop.ResolveStopResult.NotEnded;
import io.nicotask.application.stop.ResolveStopResult.NotFound;
import io.nicotask.application.stop.ResolveStopResult.Resolved;
import io.nicotask.application.stop.ResolveStopResult.UnderWay;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.TaskId;

/** {@code POST …/task/{id}/stop/resolve} */
final class ResolveStopRoute implements BodyRoute {

    private static final Problem INVALID = new Problem(400, "Failed to validate resolve stop request data");

    private final Door door;
    private final JsonBody bodies;
    private final ResolveStop resolveStop;
    private final TaskAnswers answers;

    ResolveStopRoute(Door door, JsonBody bodies, ResolveStop resolveStop, TaskAnswers answers) {
        this.door = door;
        this.bodies = bodies;
        this.resolveStop = resolveStop;
        this.answers = answers;
    }

    @Override
    public Route authorize(Context context) {
        Visit visit = door.enter(context, Action.RESOLVE_STOP);
        TaskId task = Ids.taskInPath(context);
        return received -> resolve(visit, task, received);
    }

    private Answer resolve(Visit visit, TaskId task, Context context) {
        ResolveStopJson body = bodies.read(context, ResolveStopJson.class, INVALID);
        SiteId site = Ids.site(body.siteId());
        return switch (resolveStop.resolve(
                new ResolveStopCommand(visit.caller(), visit.org(), site, task, body.reason(), visit.origin()))) {
            case Resolved resolved -> answers.found(resolved.view());
            case AlreadyConfirmed already -> answers.found(already.view());
            case UnderWay underWay -> answers.stopUnderWay(underWay.view());
            case NotEnded notEnded -> answers.nothingToStop(notEnded.view());
            case NotFound none -> Problems.NO_SUCH_TASK;
            case Denied denied -> Problems.of(denied.reason(), visit.orgInPath());
        };
    }
}

package io.nicotask.application.simulation;

import static io.nicotask.application.SiteFixture.PROVIDER;
import static io.nicotask.application.SiteFixture.SECOND_SITE;

import io.nicotask.application.contract.DirectWrites;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskFixtures;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.faults.Fault;
import java.util.UUID;

/** Another site with hundreds of starts that are due, whose engine never answers. It has no clients. */
final class SickNeighbour {

    private static final TaskScope SCOPE = new TaskScope(PROVIDER, SECOND_SITE);

    private final SimulatedWorld world;

    SickNeighbour(SimulatedWorld world) {
        this.world = world;
    }

    /** Writes its work. */
    void writeStarts(TaskStorage storage) {
        world.truth.contents.put(new Site(SECOND_SITE, PROVIDER, true));
        DirectWrites writes = DirectWrites.to(storage);
        for (int number = world.random.between(100, 300); number > 0; number--) {
            Task task = TaskFixtures.aPendingTask()
                    .withId(new TaskId(new UUID(9, number)))
                    .at(SECOND_SITE)
                    .on(new RackId(new UUID(9, number)))
                    .build();
            writes.insertTask(SCOPE, task, ChangeCause.of(Actor.system("test")));
            writes.grant(SCOPE, task);
        }
    }

    /** Lets each call for this site hang until its deadline. */
    WorkflowEngine silence(WorkflowEngine others) {
        return PortInterceptor.on(WorkflowEngine.class, others, call -> {
            if (!(call.argument(0) instanceof Task task) || !task.spec().site().equals(SECOND_SITE)) {
                return call.proceed();
            }
            world.faults.countMatrixFault(Fault.SICK_NEIGHBOUR);
            world.scheduler.sleep(world.random.between(2_000, 10_000));
            throw new WorkflowEngineUnavailable("The engine did not answer");
        });
    }
}

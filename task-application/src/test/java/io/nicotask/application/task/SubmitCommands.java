package io.nicotask.application.task;

import static io.nicotask.application.SiteFixture.CALLER;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.SITE;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.memory.SequentialTaskIds;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.application.task.SubmitTask.Result.Submitted;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Submit commands, and what their results hold. */
final class SubmitCommands {

    static final RackId OTHER_RACK = new RackId(new UUID(7, 2));

    private SubmitCommands() {}

    static SubmitTask useCase(SiteFixture site) {
        return useCase(site.ports, site);
    }

    static SubmitTask useCase(Ports ports, SiteFixture site) {
        return SubmitTask.using(ports, OperationRules.standard(), new SequentialTaskIds());
    }

    /** Power on the whole rack. */
    static TaskRequest powerOn(RackId rack) {
        return powerOn(rack, ComponentSelection.WHOLE_RACK);
    }

    static TaskRequest powerOn(RackId rack, ComponentSelection components) {
        return new TaskRequest(SITE, rack, Operation.POWER_ON, components, "Power on", null);
    }

    /** The compute trays with these numbers. */
    static ComponentSelection trays(int... numbers) {
        return new ComponentSelection(Map.of(
                ComponentType.COMPUTE,
                Arrays.stream(numbers)
                        .mapToObj(number -> new ComponentId(new UUID(9, number)))
                        .collect(Collectors.toSet())));
    }

    static SubmitTask.Command command(TaskRequest request) {
        return command(request, new ConflictStrategy.Reject(), null);
    }

    static SubmitTask.Command queued(TaskRequest request) {
        return command(request, new ConflictStrategy.Queue(3_600), null);
    }

    static SubmitTask.Command command(TaskRequest request, ConflictStrategy conflictStrategy, @Nullable String key) {
        return new SubmitTask.Command(new RequestContext(CALLER, ORG, ORIGIN), request, conflictStrategy, key);
    }

    static Task taskOf(SubmitTask.Result result) {
        return ((Submitted) result).view().task();
    }
}

package io.nicotask.application.submit;

import static io.nicotask.application.TestSite.CALLER;
import static io.nicotask.application.TestSite.ORG;
import static io.nicotask.application.TestSite.ORIGIN;
import static io.nicotask.application.TestSite.SITE;
import static io.nicotask.application.TestSite.VALIDATOR;

import io.nicotask.application.TestSite;
import io.nicotask.application.memory.InMemoryTaskIds;
import io.nicotask.application.port.Ports;
import io.nicotask.application.report.StandardOperationRules;
import io.nicotask.application.submit.SubmitTaskCommand.IfBusy;
import io.nicotask.application.submit.SubmitTaskCommand.Work;
import io.nicotask.application.submit.SubmitTaskResult.Submitted;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.Task;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Wishes for tasks, and what their answers hold. */
final class Submits {

    static final RackId OTHER_RACK = new RackId(new UUID(7, 2));

    private Submits() {}

    static SubmitTask useCase(TestSite site) {
        return useCase(site.ports, site);
    }

    static SubmitTask useCase(Ports ports, TestSite site) {
        return SubmitTask.using(
                ports, site.store.submitKeys(), new StandardOperationRules(), new InMemoryTaskIds(), VALIDATOR);
    }

    /** Power for the whole rack. */
    static Work powerOn(RackId rack) {
        return powerOn(rack, Components.WHOLE_RACK);
    }

    static Work powerOn(RackId rack, Components components) {
        return new Work(SITE, rack, Operation.POWER_ON, components, "Power on", null);
    }

    /** The compute trays of these numbers. */
    static Components trays(int... numbers) {
        return new Components(Map.of(
                ComponentType.COMPUTE,
                Arrays.stream(numbers)
                        .mapToObj(number -> new ComponentId(new UUID(9, number)))
                        .collect(Collectors.toSet())));
    }

    static SubmitTaskCommand command(Work work) {
        return command(work, new IfBusy.Reject(), null);
    }

    static SubmitTaskCommand queued(Work work) {
        return command(work, new IfBusy.Queue(3_600), null);
    }

    static SubmitTaskCommand command(Work work, IfBusy ifBusy, @Nullable String key) {
        return new SubmitTaskCommand(CALLER, ORG, work, ifBusy, key, ORIGIN);
    }

    static Task taskOf(SubmitTaskResult result) {
        return ((Submitted) result).view().task();
    }
}

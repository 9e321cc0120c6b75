package io.nicotask.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Pending tasks by their number, each submitted a second after the one before, and what lists show of them. */
record ManyTasks(SiteId site, RackId rack, Components components, Operation operation) {

    static final RackId RACK = new RackId(new UUID(2, 1));
    static final RackId OTHER_RACK = new RackId(new UUID(2, 2));
    static final ComponentId TRAY = new ComponentId(new UUID(4, 1));

    static ManyTasks pending() {
        return new ManyTasks(World.SITE, RACK, Components.WHOLE_RACK, Operation.POWER_ON);
    }

    ManyTasks at(SiteId there) {
        return new ManyTasks(there, rack, components, operation);
    }

    ManyTasks on(RackId other) {
        return new ManyTasks(site, other, components, operation);
    }

    ManyTasks on(ComponentId tray) {
        return new ManyTasks(site, rack, new Components(Map.of(ComponentType.COMPUTE, Set.of(tray))), operation);
    }

    ManyTasks of(Operation other) {
        return new ManyTasks(site, rack, components, other);
    }

    Task number(int number) {
        return number(number, World.START.plusSeconds(number));
    }

    Task number(int number, Instant created) {
        TaskRequest request = new TaskRequest(site, rack, operation, components, "number " + number, null);
        return Task.submitted(new TaskId(new UUID(5, number)), request, created);
    }

    /** The numbers of the tasks that are listed, in their order. */
    static List<Integer> numbers(HttpResponse<String> answer) {
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode task : ApiDescription.read(answer.body())) {
            numbers.add((int) UUID.fromString(task.get("id").asText()).getLeastSignificantBits());
        }
        return numbers;
    }
}

package io.nicotask.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Creates numbered pending tasks, submitted one second apart, and reads the numbers back from lists. */
record NumberedTasks(SiteId site, RackId rack, ComponentSelection components, Operation operation) {

    static final RackId RACK = new RackId(new UUID(2, 1));
    static final RackId OTHER_RACK = new RackId(new UUID(2, 2));
    static final ComponentId TRAY = new ComponentId(new UUID(4, 1));

    static NumberedTasks pending() {
        return new NumberedTasks(HttpFixture.SITE, RACK, ComponentSelection.WHOLE_RACK, Operation.POWER_ON);
    }

    NumberedTasks at(SiteId there) {
        return new NumberedTasks(there, rack, components, operation);
    }

    NumberedTasks on(RackId other) {
        return new NumberedTasks(site, other, components, operation);
    }

    NumberedTasks on(ComponentId tray) {
        return new NumberedTasks(
                site, rack, new ComponentSelection(Map.of(ComponentType.COMPUTE, Set.of(tray))), operation);
    }

    NumberedTasks of(Operation other) {
        return new NumberedTasks(site, rack, components, other);
    }

    Task number(int number) {
        return number(number, HttpFixture.START.plusSeconds(number));
    }

    Task number(int number, Instant created) {
        TaskSpec spec = new TaskSpec(site, rack, operation, components, "number " + number, null);
        return Task.submitted(new TaskId(new UUID(5, number)), spec, created);
    }

    /** Returns the numbers of the listed tasks, in order. */
    static List<Integer> numbers(HttpResponse<String> response) {
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode task : OpenApiModel.read(response.body())) {
            numbers.add((int) UUID.fromString(task.get("id").asText()).getLeastSignificantBits());
        }
        return numbers;
    }
}

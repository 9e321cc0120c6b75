package io.nicotask.application.task;

import static io.nicotask.application.SiteFixture.CALLER;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.domain.task.TaskFixtures.RACK;
import static io.nicotask.domain.task.TaskFixtures.RULE;

import io.nicotask.application.port.RequestContext;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RuleId;
import io.nicotask.golden.GoldenFile;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A request that an earlier version stored under an idempotency key is the same request for this version. */
final class RequestFingerprintTest {

    private static final ComponentSelection TRAYS = new ComponentSelection(Map.of(
            ComponentType.NV_SWITCH, Set.of(new ComponentId(new UUID(9, 9))),
            ComponentType.COMPUTE, Set.of(new ComponentId(new UUID(9, 2)), new ComponentId(new UUID(9, 1)))));

    @Test
    void the_fingerprint_of_a_request_does_not_change() {
        String texts = Stream.of(
                        command(ComponentSelection.WHOLE_RACK, null, new ConflictStrategy.Reject()),
                        command(TRAYS, RULE, new ConflictStrategy.Queue(3600)))
                .map(RequestFingerprint::of)
                .collect(Collectors.joining("\n\n", "", "\n"));

        GoldenFile.of("fingerprint.txt").assertRecords(texts);
    }

    private static SubmitTask.Command command(
            ComponentSelection components, @Nullable RuleId rule, ConflictStrategy strategy) {
        TaskRequest request =
                new TaskRequest(SITE, RACK, Operation.FORCE_POWER_OFF, components, "Power off\nfor repair", rule);
        return new SubmitTask.Command(new RequestContext(CALLER, ORG, ORIGIN), request, strategy, "key-1");
    }
}

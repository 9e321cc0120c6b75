package io.nicotask.application.submit;

import static io.nicotask.application.TestSite.CALLER;
import static io.nicotask.application.TestSite.ORG;
import static io.nicotask.application.TestSite.ORIGIN;
import static io.nicotask.application.TestSite.SITE;
import static io.nicotask.domain.task.TaskFixtures.RACK;
import static io.nicotask.domain.task.TaskFixtures.RULE;

import io.nicotask.application.submit.SubmitTaskCommand.IfBusy;
import io.nicotask.application.submit.SubmitTaskCommand.Work;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RuleId;
import io.nicotask.golden.GoldenFile;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A request that an earlier version stored under an idempotency key is the same request for this version. */
final class SubmitFingerprintTest {

    private static final Components TRAYS = new Components(Map.of(
            ComponentType.NV_SWITCH, Set.of(new ComponentId(new UUID(9, 9))),
            ComponentType.COMPUTE, Set.of(new ComponentId(new UUID(9, 2)), new ComponentId(new UUID(9, 1)))));

    @Test
    void the_text_that_is_hashed_stays_as_it_is() {
        String texts = Stream.of(
                        command(Components.WHOLE_RACK, null, new IfBusy.Reject()),
                        command(TRAYS, RULE, new IfBusy.Queue(3600)))
                .map(SubmitFingerprint::of)
                .collect(Collectors.joining("\n\n", "", "\n"));

        GoldenFile.of("fingerprint.txt").assertRecords(texts);
    }

    private static SubmitTaskCommand command(Components components, @Nullable RuleId rule, IfBusy ifBusy) {
        Work work = new Work(SITE, RACK, Operation.FORCE_POWER_OFF, components, "Power off\nfor repair", rule);
        return new SubmitTaskCommand(CALLER, ORG, work, ifBusy, "key-1", ORIGIN);
    }
}

package io.nicotask.bootstrap;

import static io.nicotask.faults.Fault.CANCELS_AT_ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nicotask.domain.value.TaskId;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Any number of cancels, sequential or concurrent, leaves the rows of one cancel, and all get equal responses. */
@ExtendWith(SharedServers.class)
final class RepeatedCancelTest {

    private static final int MANY = 64;

    private final DefaultServer live;

    RepeatedCancelTest(DefaultServer live) {
        this.live = live;
    }

    enum Open {
        WAITING,
        PENDING,
        RUNNING;

        TaskId task(DefaultServer live) {
            return switch (this) {
                case WAITING -> live.stored().waiting().id();
                case PENDING -> live.stored().pending().id();
                case RUNNING -> live.running();
            };
        }

        int stops() {
            return this == WAITING ? 0 : 1;
        }
    }

    @ParameterizedTest
    @EnumSource
    void concurrent_first_cancels_leave_the_rows_of_one(Open open) {
        TaskId task = open.task(live);

        List<HttpReply> replies = Concurrently.times(MANY, () -> live.cancel(task));

        JsonNode row = live.rows().task(task);
        assertThat(replies).extracting(HttpReply::status).hasSize(MANY).containsOnly(202);
        FiredFaults.count(CANCELS_AT_ONCE, Layer.PARTS, 1);
        assertThat(replies)
                .extracting(HttpReply::body)
                .containsOnly(live.confirmed(task).body());
        assertThat(replies)
                .filteredOn(reply -> "cancelled".equals(reply.header("Cancel-Outcome")))
                .hasSize(1);
        assertThat(replies)
                .filteredOn(reply -> "already-terminated".equals(reply.header("Cancel-Outcome")))
                .hasSize(MANY - 1);
        assertLeftByOne(task, open);
        assertThat(live.rows().task(task)).isEqualTo(row);
    }

    @Test
    void repeated_cancels_of_a_cancelled_task_change_nothing() {
        TaskId task = live.running();
        String cancelled = live.cancel(task).body();
        HttpReply shown = live.confirmed(task);
        List<String> before = live.rows().decided(task);
        List<JsonNode> stop = live.rows().of("task_stop", task);

        List<HttpReply> replies = Concurrently.times(MANY, () -> live.cancel(task));

        HttpReply expected = new HttpReply(202, cancelled, shown.headers())
                .with("Cancel-Outcome", "already-terminated")
                .with("Location", "/v2/org/demo-org/nico/task/" + task + "?siteId=" + DefaultServer.SITE);
        assertThat(replies).hasSize(MANY).containsOnly(expected);
        assertThat(live.rows().decided(task)).isEqualTo(before);
        assertThat(live.rows().of("task_stop", task)).isEqualTo(stop);
        assertThat(live.rows().workFor(task)).isSubsetOf("ALERT_STOP", "CHECK_WORKFLOW");
        assertThat(live.get(task)).isEqualTo(shown);
    }

    private void assertLeftByOne(TaskId task, Open open) {
        List<JsonNode> history = live.rows().of("task_history", task);
        assertThat(live.rows().of("audit", task)).hasSize(1);
        assertThat(live.rows().of("task_stop", task)).hasSize(open.stops());
        assertThat(history)
                .filteredOn(edge -> edge.get("to_status").asText().equals("Terminated"))
                .singleElement()
                .returns(live.rows().task(task).get("version"), edge -> edge.get("version"));
    }
}

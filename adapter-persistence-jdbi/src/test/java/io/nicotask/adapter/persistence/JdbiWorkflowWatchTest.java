package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.TaskFixture.aPendingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.WorkflowWatchContract;
import io.nicotask.application.port.WorkflowOutbox.Outcome;
import io.nicotask.application.port.WorkflowWatch.Watched;
import io.nicotask.domain.task.TaskId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JdbiWorkflowWatchTest extends WorkflowWatchContract {

    private static final Duration LEASE = Duration.ofSeconds(30);

    JdbiWorkflowWatchTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiWorkflowWatch.class);
    }

    @Test
    void what_others_are_working_on_is_passed_over_without_waiting() {
        TaskId locked = watched(1);
        TaskId free = watched(2);

        List<Watched> claims = PostgresStoreUnderTest.jdbi().inTransaction(handle -> {
            handle.execute("select from workflow_watch where task_id = ? for update", locked.value());
            return store.watch().claimDue(10, LEASE);
        });

        assertThat(claims).extracting(Watched::task).containsExactly(free);
    }

    private TaskId watched(int number) {
        TaskId task = kept(aPendingTask().number(number)).id();
        store.outbox().requestStart(HERE, task);
        store.outbox()
                .claim(task, LEASE)
                .forEach(start -> assertThat(store.outbox().done(start, new Outcome.Delivered("site-namespace")))
                        .isTrue());
        return task;
    }
}

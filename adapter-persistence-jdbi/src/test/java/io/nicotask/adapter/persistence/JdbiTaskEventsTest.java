package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.contract.DirectWrites;
import io.nicotask.application.contract.TaskEventsContract;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.TaskEvents.TaskEvent;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.RackId;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class JdbiTaskEventsTest extends TaskEventsContract {

    JdbiTaskEventsTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiTaskEvents.class);
    }

    @Test
    void an_event_that_is_committed_late_is_not_missed() {
        Task late = aPendingTask().number(1).build();
        Jdbi jdbi = PostgresStoreUnderTest.jdbi();
        DirectWrites uncommitted = DirectWrites.to(PostgresStoreUnderTest.storageOn(jdbi));

        List<TaskEvent> meanwhile = jdbi.inTransaction(handle -> {
            uncommitted.insertTask(SCOPE, late, ChangeCause.of(Actor.system("test")));
            return ConcurrentRuns.elsewhere(() -> {
                stored(aPendingTask().number(2).on(new RackId(new UUID(7, 2))));
                return all();
            });
        });

        assertThat(meanwhile).isEmpty();
        assertThat(next(2).getFirst().task()).isEqualTo(late.id());
    }

    @Test
    void an_event_of_the_newest_transaction_is_not_missed() {
        Task late = aPendingTask().number(1).build();
        Task committed = aPendingTask().number(2).on(new RackId(new UUID(7, 2))).build();
        Jdbi jdbi = PostgresStoreUnderTest.jdbi();
        DirectWrites uncommitted = DirectWrites.to(PostgresStoreUnderTest.storageOn(jdbi));

        try (Handle older = jdbi.open()) {
            older.begin().execute("select pg_current_xact_id()");
            List<TaskEvent> meanwhile = jdbi.inTransaction(handle -> {
                uncommitted.insertTask(SCOPE, late, ChangeCause.of(Actor.system("test")));
                Jdbi onOlder = JdbiStorage.configured(
                        Jdbi.create(older.getConnection()), new SchemaName(Settings.DEFAULT_SCHEMA));
                DirectWrites.to(PostgresStoreUnderTest.storageOn(onOlder))
                        .insertTask(SCOPE, committed, ChangeCause.of(Actor.system("test")));
                older.commit();
                return ConcurrentRuns.elsewhere(this::all);
            });

            assertThat(meanwhile).isEmpty();
            assertThat(next(2)).extracting(TaskEvent::task).containsExactly(late.id(), committed.id());
        }
    }
}

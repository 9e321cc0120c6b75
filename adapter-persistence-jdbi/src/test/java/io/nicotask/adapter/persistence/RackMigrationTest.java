package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.OTHER_RACK;
import static io.nicotask.application.contract.StoreContract.PROVIDER;
import static io.nicotask.application.contract.StoreContract.RACK;
import static io.nicotask.application.contract.StoreContract.SCOPE;
import static io.nicotask.application.contract.StoreContract.SITE;
import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.aWaitingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackReservations.DueRack;
import io.nicotask.application.port.RackReservations.RackOccupancy;
import io.nicotask.application.port.RackReservations.Reservation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database that was in use before tasks waited for racks goes on. */
final class RackMigrationTest {

    private static final RackId QUIET_RACK = new RackId(new UUID(7, 9));

    /** A row as the former version wrote it, with the data that fits its state. */
    private static final String INSERT = """
            insert into task (id, site_id, rack_id, operation, description, status, message, deadline_at, run_id,
                              started_at, finished_at, ended_by, created_at, updated_at, version)
            select :id, id, :rack, 'power_on', '', :status, '',
                   case when :status = 'Waiting' then now() end,
                   case when :status in ('Running', 'Terminated') then 'run' end,
                   case when :status in ('Running', 'Terminated') then now() end,
                   case when :status = 'Terminated' then now() end,
                   case when :status = 'Terminated' then 'user:ada' end,
                   timestamptz '2026-06-01 12:00:00Z' + make_interval(mins => :minute), now(), 1
            from site
            """;

    private static final String STOP = """
            insert into workflow_request (task_id, kind, site_id, requested_at, due_at, done_at)
            select :id, 'STOP', id, now(), now(), case when :done then now() end from site
            """;

    private final Settings database = PostgresTestServer.emptyDatabase();
    private final Jdbi before = PostgresTestServer.jdbi(database);
    private PersistenceModule module;

    @BeforeEach
    void the_former_version_was_in_use() {
        migrateToTheFormerVersion();
        before.useHandle(handle -> {
            handle.execute("insert into provider values (?)", PROVIDER.value());
            handle.execute("insert into site values (?, ?, true, true)", SITE.value(), PROVIDER.value());
        });
        kept(5, OTHER_RACK, TaskStatus.WAITING, 40);
        kept(4, OTHER_RACK, TaskStatus.WAITING, 30);
        kept(6, OTHER_RACK, TaskStatus.WAITING, 30);
        kept(3, RACK, TaskStatus.TERMINATED, 20);
        stop(3, false);
        kept(1, RACK, TaskStatus.RUNNING, 10);
        kept(2, RACK, TaskStatus.PENDING, 0);
        kept(7, QUIET_RACK, TaskStatus.TERMINATED, 0);
        stop(7, true);

        module = PersistenceModule.open(database);
    }

    private void migrateToTheFormerVersion() {
        assertThat(Flyway.configure(SchemaMigrator.class.getClassLoader())
                        .dataSource(database.url(), database.user(), database.password())
                        .locations("classpath:io/nicotask/adapter/persistence/migration")
                        .target("4")
                        .load()
                        .migrate()
                        .success)
                .isTrue();
    }

    @AfterEach
    void close() {
        module.close();
    }

    @Test
    void what_may_still_act_holds_its_rack() {
        assertThat(occupancy(RACK).reservations())
                .extracting(holder -> holder.task().id())
                .containsExactly(id(2), id(1), id(3));
        assertThat(occupancy(RACK).reservations())
                .extracting(Reservation::stopped)
                .containsOnly(false);
        assertThat(occupancy(QUIET_RACK)).isEqualTo(occupancy(new RackId(new UUID(7, 404))));
    }

    @Test
    void the_epochs_follow_the_order_of_the_tasks_creation_and_grow_on() {
        Task next = aPendingTask().number(8).build();
        module.transactions().inTransaction(() -> {
            assertThat(module.rackReservations().lock(SCOPE, RACK).reservations())
                    .hasSize(3);
            module.tasks().insertTask(SCOPE, next, CAUSE);
            module.rackReservations().grant(SCOPE, next);
            return next;
        });

        assertThat(epoch(id(2))).isEqualTo(1);
        assertThat(epoch(id(1))).isEqualTo(2);
        assertThat(epoch(id(3))).isEqualTo(3);
        assertThat(epoch(next.id())).isEqualTo(4);
    }

    @Test
    void those_that_wait_keep_the_order_of_their_creation_and_new_ones_come_behind() {
        aWaitingTask().number(8).on(OTHER_RACK).insertInto(module.tasks(), SCOPE);

        assertThat(occupancy(OTHER_RACK).waiting()).extracting(Task::id).containsExactly(id(4), id(6), id(5), id(8));
        assertThat(occupancy(OTHER_RACK).waiting())
                .extracting(task -> task.spec().components())
                .containsOnly(ComponentSelection.WHOLE_RACK);
    }

    @Test
    void every_rack_on_which_something_may_happen_is_looked_at() {
        assertThat(module.rackReservations().claimDue(10, Duration.ofSeconds(5)))
                .containsExactlyInAnyOrder(new DueRack(SITE, RACK), new DueRack(SITE, OTHER_RACK));
    }

    private RackOccupancy occupancy(RackId rack) {
        return module.transactions()
                .inTransaction(() -> module.rackReservations().lock(SCOPE, rack));
    }

    private long epoch(TaskId task) {
        Lease lease = module.rackLeases().acquireLease(SCOPE, task, "stage-1");
        return lease.fencingToken().value();
    }

    private void kept(int number, RackId rack, TaskStatus status, int minute) {
        before.useTransaction(handle -> {
            handle.execute("set local session_replication_role = replica");
            handle.createUpdate(INSERT)
                    .bind("id", id(number).value())
                    .bind("rack", rack.value())
                    .bind("status", status.label())
                    .bind("minute", minute)
                    .execute();
        });
    }

    private void stop(int number, boolean done) {
        before.useHandle(handle -> handle.createUpdate(STOP)
                .bind("id", id(number).value())
                .bind("done", done)
                .execute());
    }

    private static TaskId id(int number) {
        return new TaskId(new UUID(0, number));
    }
}

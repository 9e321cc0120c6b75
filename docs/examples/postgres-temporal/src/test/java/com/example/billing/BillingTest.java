package com.example.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.example.LocalServices;
import io.nicotask.adapter.persistence.JdbiStorage;
import io.nicotask.adapter.persistence.PersistenceModule.Organization;
import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.application.NicoTasks;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy.Reject;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.application.task.SubmitTask.Result.Submitted;
import io.nicotask.application.user.TrustedCallersPolicy;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BillingTest {

    private static final OrgName ORG = new OrgName("acme");
    private static final SiteId SITE = new SiteId(UUID.randomUUID());
    private static final RequestContext JANE = RequestContext.ofTrusted(new Subject("jane"), ORG, "request-1");

    private LocalServices services;
    private JdbiStorage storage;
    private Billing billing;
    private NicoTasks tasks;

    @BeforeEach
    void start() throws Exception {
        services = new LocalServices();
        storage = JdbiStorage.on(services.database()).schema("nico").build();
        storage.upsertOrganizations(List.of(new Organization(
                ORG, new ProviderId(UUID.randomUUID()), List.of(new OrganizationSite(SITE, true)))));
        billing = new Billing(services.database(), storage.events());
        tasks = NicoTasks.builder()
                .storage(storage)
                .engine(WorkflowEngine.none())
                .access(TrustedCallersPolicy::new)
                .onChange(billing::wake)
                .build();
    }

    @AfterEach
    void stop() throws Exception {
        tasks.close();
        services.close();
    }

    @Test
    void a_reader_that_is_restarted_in_the_middle_neither_misses_nor_repeats_an_event() throws Exception {
        execute("""
                create function refuse() returns trigger language plpgsql as $$
                  begin
                    if (select count(*) from invoice_line) = 60 then
                      raise exception 'the disk is full';
                    end if;
                    return new;
                  end $$;
                create trigger refuse before insert on invoice_line for each row execute function refuse();
                """);
        for (int number = 0; number < 70; number++) {
            submitAndCancel();
        }
        assertThatThrownBy(billing::run).hasMessageContaining("the disk is full");
        assertThat(services.number("select count(*) from invoice_line")).isBetween(1L, 59L);

        execute("drop trigger refuse on invoice_line");
        Thread reader = Thread.ofVirtual().start(new Billing(services.database(), storage.events()));
        Thread restarted = Thread.ofVirtual().start(billing);
        for (int number = 0; number < 30; number++) {
            submitAndCancel();
        }

        await().atMost(2, TimeUnit.MINUTES)
                .until(() -> services.number("select count(distinct task) from invoice_line") == 100);
        assertThat(services.number("select count(*) from invoice_line where operation = 'power_on'"))
                .isEqualTo(100);
        reader.interrupt();
        restarted.interrupt();
        reader.join();
        restarted.join();
    }

    private void submitAndCancel() {
        TaskRequest work = new TaskRequest(
                SITE, new RackId(UUID.randomUUID()), Operation.POWER_ON, ComponentSelection.WHOLE_RACK, "", null);
        TaskId task = ((Submitted) tasks.submitTask().submit(new SubmitTask.Command(JANE, work, new Reject(), null)))
                .view()
                .task()
                .id();
        assertThat(tasks.cancelTask().cancel(new CancelTask.Command(JANE, SITE, task, null)))
                .isInstanceOf(CancelTask.Result.Cancelled.class);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = services.database().getConnection()) {
            connection.createStatement().execute(sql);
        }
    }
}

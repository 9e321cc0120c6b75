package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.bootstrap.embedded.DataDirectory;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.bootstrap.embedded.EmbeddedDatabase;
import io.nicotask.domain.value.TaskId;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A production server that is ready has served requests of its own, and stores nothing of them. */
final class WarmUpTest {

    private static final String TASK_READS =
            "select idx_scan from pg_stat_user_indexes where indexrelname = 'task_pkey'";

    private final DataDirectory directory = DataDirectory.ephemeral();
    private final EmbeddedDatabase database = EmbeddedDatabase.start(directory);
    private final ProxiedTemporalSite site = new ProxiedTemporalSite();
    private final DatabaseRows rows = new DatabaseRows(new PersistenceModule.Settings(
            database.url(), database.user(), database.password(), PersistenceModule.Limits.DEFAULT));

    @AfterEach
    void close() {
        rows.close();
        site.close();
        database.close();
        directory.close();
    }

    @Test
    void a_ready_server_has_read_tasks_and_left_no_row() throws Exception {
        ProductionConfiguration settings =
                ProductionConfiguration.withQuickTokens(directory, DemoOrg.SITE, """
                database: {url: "%s", user: %s, password: "%s"}
                temporal: {target: "%s", taskQueue: %s}
                """.formatted(
                                database.url(),
                                database.user(),
                                database.password(),
                                site.proxy().target(),
                                site.queue()));
        try (RunningServer server = new RunningServer(settings.file(), Map.of())) {
            await().until(() -> taskReads() > 0);

            assertThat(rows.texts("select to_jsonb(a)::text from audit a")).isEmpty();
            assertThat(rows.texts("select to_jsonb(t)::text from task t")).isEmpty();
            assertThat(server.cancel(DemoOrg.SITE, new TaskId(UUID.randomUUID()), settings.token())
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    private long taskReads() {
        return Long.parseLong(rows.texts(TASK_READS).getFirst());
    }
}

package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.bootstrap.config.InvalidSettings;
import io.nicotask.bootstrap.config.Setting;
import io.nicotask.faults.Fault;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A start waits for a database that is not there yet, and for nothing else. */
final class DatabaseStartTest {

    private static final String NEVER_OVER = "1d";

    private final PersistenceModule.Settings database = TestDatabases.create();
    private final TcpProxy proxy = new TcpProxy(database.url().replaceFirst("/\\w+$", ""));
    private final Map<Setting, String> settings = new EnumMap<>(Map.of(
            Setting.DEVELOPMENT_ENABLED, "true",
            Setting.DATABASE_URL, database.url().replaceFirst("127.0.0.1:\\d+", proxy.target()),
            Setting.DATABASE_USER, database.user(),
            Setting.DATABASE_PASSWORD, database.password()));

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void a_start_waits_for_a_database_that_is_not_there_yet() {
        proxy.refuse();
        settings.put(Setting.DATABASE_START_WAIT, NEVER_OVER);
        CompletableFuture<RunningServer> starting =
                CompletableFuture.supplyAsync(() -> new RunningServer(null, settings));

        await().until(() -> proxy.refused() > 2);
        assertThat(starting).isNotDone();
        proxy.pass();

        try (RunningServer server = starting.join()) {
            assertThat(server.get("/readyz", "").statusCode()).isEqualTo(200);
        }
        FiredFaults.count(Fault.DATABASE_ABSENT_AT_START, Layer.PARTS, 1);
    }

    @Test
    void a_start_ends_when_the_wait_is_over() {
        proxy.refuse();
        settings.put(Setting.DATABASE_START_WAIT, "0s");

        assertThatThrownBy(() -> new RunningServer(null, settings))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageStartingWith("The database cannot be reached: ");
    }

    @Test
    void a_start_does_not_wait_for_a_right_password() {
        settings.put(Setting.DATABASE_PASSWORD, "wrong");
        settings.put(Setting.DATABASE_START_WAIT, NEVER_OVER);

        assertThatThrownBy(() -> new RunningServer(null, settings))
                .isInstanceOf(InvalidSettings.class)
                .hasMessage(
                        "The database refuses the server: FATAL: password authentication failed for user \"postgres\".");
    }
}

package io.nicotask.bootstrap.faults;

import io.nicotask.bootstrap.faults.FaultRound.Load;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever happens to processes while many clients cancel: no acknowledged cancel is lost, every stop is confirmed, and
 * the responses are linearizable. One small round of each kind; {@link ProcessFaultsAtDepthTest} runs many large ones.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
final class ProcessFaultsTest {

    private static final Load BURST = new Load(60, 6, Duration.ofMillis(100), 1, 0, 0);

    private static ProcessFaults faults;

    @BeforeAll
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    static void start() throws Exception {
        faults = new ProcessFaults(2, BURST);
    }

    @AfterAll
    static void stop() {
        faults.close();
    }

    @Test
    void a_killed_replica_loses_no_cancel() throws Exception {
        faults.killReplica(1);
    }

    @Test
    void a_replica_paused_beyond_its_lease_changes_nothing_that_others_have_completed() throws Exception {
        faults.pauseReplica(1);
    }

    @Test
    void a_killed_and_restarted_database_loses_no_cancel() throws Exception {
        faults.restartDatabase(1);
    }

    @Test
    void a_rolling_restart_under_load_fails_requests_only_at_the_replica_that_stops() throws Exception {
        faults.restartReplicasInTurn(1);
    }
}

package io.nicotask.bootstrap.faults;

import io.nicotask.bootstrap.faults.FaultRound.Load;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The rounds of {@link ProcessFaultsTest} with more load: {@code -Dnicotask.faults.rounds=N} runs N rounds of SIGKILL.
 */
@Tag("deep")
@Timeout(value = 4, unit = TimeUnit.HOURS)
final class ProcessFaultsAtDepthTest {

    private static final int ROUNDS = Integer.getInteger("nicotask.faults.rounds", 3);
    private static final Load BURST = new Load(400, 30, Duration.ofMillis(200), 515, 0.75, 0);

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
    void killed_replicas_lose_no_cancel() throws Exception {
        faults.killReplica(ROUNDS);
    }

    @Test
    void replicas_paused_beyond_their_lease_change_nothing_that_others_have_completed() throws Exception {
        faults.pauseReplica(atLeastOne(ROUNDS / 4));
    }

    @Test
    void killed_and_restarted_databases_lose_no_cancel() throws Exception {
        faults.restartDatabase(atLeastOne(ROUNDS / 4));
    }

    @Test
    void rolling_restarts_under_load_fail_requests_only_at_the_replica_that_stops() throws Exception {
        faults.restartReplicasInTurn(atLeastOne(ROUNDS / 10));
    }

    private static int atLeastOne(int rounds) {
        return Math.max(1, rounds);
    }
}

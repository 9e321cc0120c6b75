package io.nicotask.bootstrap.faults;

import static io.nicotask.faults.Fault.CRASH_UNDER_LOAD;
import static io.nicotask.faults.Fault.DATABASE_KILLED;
import static io.nicotask.faults.Fault.PAUSED_WITH_LEASE;
import static io.nicotask.faults.Fault.ROLLING_RESTART;
import static io.nicotask.faults.Fault.SEVERAL_REPLICAS;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import io.nicotask.bootstrap.faults.Round.Fault;
import io.nicotask.bootstrap.faults.Round.Load;
import io.nicotask.domain.task.TaskId;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever happens to processes while many cancel at once: no acknowledged cancel is lost, every stop is confirmed, and
 * clients see what one task after the other could have shown them.
 *
 * <p>In the deep tier one round of each kind; {@code -Dnicotask.faults.rounds=N} makes it N larger ones.
 */
@Tag("deep")
@Timeout(300)
final class ProcessFaultsTest {

    private static final int LONG_ROUNDS = Integer.getInteger("nicotask.faults.rounds", 0);
    private static final boolean LONG = LONG_ROUNDS > 0;
    private static final long SEED = Long.getLong("nicotask.faults.seed", 20_261_124L);
    private static final Load BURST =
            LONG ? new Load(400, 30, Duration.ofMillis(200), 515, 0.75) : new Load(60, 6, Duration.ofMillis(100), 1, 0);

    /** Some seconds for each task. */
    private static final int ASKS_UNTIL_DONE = 3;

    /** Longer than a relay's lease. */
    private static final Duration BEYOND_LEASE = Duration.ofSeconds(7);

    /** Temporal in memory forgets nothing, and slows down. */
    private static final int ROUNDS_OF_INSTALLATION = 20;

    private static final FaultTable TABLE = new FaultTable();
    private static Installation installation;

    private final Random random = new Random(SEED);

    @BeforeAll
    static void start() throws IOException, JOSEException {
        installation = new Installation(LONG ? 2 : 3, ASKS_UNTIL_DONE);
    }

    @AfterAll
    static void stop() {
        TABLE.report();
        installation.close();
    }

    @Test
    void a_replica_that_is_killed_loses_no_cancel() throws Exception {
        rounds("SIGKILL of a replica", LONG_ROUNDS, BURST, round -> {
            Replica replica = anyReplica();
            replica.kill();
            FiredFaults.count(CRASH_UNDER_LOAD, Layer.PROCESS, 1);
            replica.start();
            if (random.nextInt(4) == 0) {
                installation.replaceWorker();
            }
            replica.awaitReady();
            return List.of();
        });
    }

    @Test
    void a_replica_that_was_paused_beyond_its_lease_changes_nothing_that_others_have_settled() throws Exception {
        rounds("SIGSTOP of a replica", LONG_ROUNDS / 4, BURST, round -> {
            Replica replica = anyReplica();
            replica.pause();
            FiredFaults.count(PAUSED_WITH_LEASE, Layer.PROCESS, 1);
            Thread.sleep(BEYOND_LEASE);
            Map<TaskId, String> settled = round.settled();
            replica.resume();
            Thread.sleep(Duration.ofSeconds(2));
            Map<TaskId, String> now = round.settled();
            List<String> violations = new ArrayList<>();
            settled.forEach((task, rows) -> {
                if (!rows.equals(now.get(task))) {
                    violations.add("one that was paused has changed\n" + rows + "\nto\n" + now.get(task));
                }
            });
            return violations;
        });
    }

    @Test
    void a_database_that_is_killed_and_restarted_loses_no_cancel() throws Exception {
        rounds("restart of PostgreSQL", LONG_ROUNDS / 4, BURST, round -> {
            if (random.nextBoolean()) {
                installation.killDatabase();
                FiredFaults.count(DATABASE_KILLED, Layer.PROCESS, 1);
            } else {
                installation.stopDatabaseAtOnce();
                FiredFaults.count(DATABASE_KILLED, Layer.PROCESS, 1);
            }
            installation.restartDatabase();
            return List.of();
        });
    }

    @Test
    void a_rolling_restart_under_load_fails_no_request_but_at_the_one_that_goes() throws Exception {
        Load steady =
                LONG ? new Load(300, 100, Duration.ofSeconds(15), 1, 0) : new Load(60, 20, Duration.ofSeconds(8), 1, 0);
        List<Round> rounds = rounds("rolling restart", LONG_ROUNDS / 10, steady, round -> {
            List<String> violations = new ArrayList<>();
            for (Replica replica : installation.replicas()) {
                if (!replica.endsWellWhenAsked()) {
                    violations.add(replica + " has not ended well");
                }
                replica.start();
                replica.awaitReady();
            }
            FiredFaults.count(ROLLING_RESTART, Layer.PROCESS, 1);
            return violations;
        });

        assertThat(rounds).flatExtracting(Round::needless).isEmpty();
    }

    /** One round after the other; the violations of all are told together. */
    private List<Round> rounds(String kind, int many, Load load, Fault fault) throws Exception {
        List<Round> rounds = new ArrayList<>();
        for (int left = Math.max(1, many); left > 0; left -= ROUNDS_OF_INSTALLATION) {
            if (!rounds.isEmpty()) {
                installation.close();
                start();
            }
            rounds.addAll(roundsOfInstallation(kind, Math.min(left, ROUNDS_OF_INSTALLATION), load, fault));
        }
        assertThat(TABLE.violations(kind)).isEmpty();
        return rounds;
    }

    /** They are judged at the end of all, so that none waits for the tasks of the last one that nobody has cancelled. */
    private List<Round> roundsOfInstallation(String kind, int many, Load load, Fault fault)
            throws InterruptedException {
        List<Round> rounds = new ArrayList<>();
        try {
            for (int i = 0; i < many; i++) {
                Round round = new Round(installation, load, random);
                rounds.add(round);
                round.run(fault);
                FiredFaults.count(SEVERAL_REPLICAS, Layer.PROCESS, 1);
            }
            for (Round round : rounds) {
                TABLE.add(kind, round.judged());
            }
            return rounds;
        } finally {
            rounds.forEach(Round::close);
        }
    }

    private Replica anyReplica() {
        return installation
                .replicas()
                .get(random.nextInt(installation.replicas().size()));
    }
}

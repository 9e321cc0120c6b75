package io.nicotask.bootstrap.faults;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.faults.Fault.CRASH_UNDER_LOAD;
import static io.nicotask.faults.Fault.DATABASE_KILLED;
import static io.nicotask.faults.Fault.PAUSED_WITH_LEASE;
import static io.nicotask.faults.Fault.ROLLING_RESTART;
import static io.nicotask.faults.Fault.SEVERAL_REPLICAS;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import io.nicotask.bootstrap.faults.FaultRound.Fault;
import io.nicotask.bootstrap.faults.FaultRound.Load;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Rounds of process faults: each kind of fault is injected into a deployment under load, and every task is checked. */
final class ProcessFaults implements AutoCloseable {

    private static final long SEED = Long.getLong("nicotask.faults.seed", 20_261_124L);

    /** Some seconds for each task. */
    private static final int CALLS_UNTIL_DONE = 3;

    /** A replica's capacity for concurrent cancels: so few clients never overload it. */
    private static final int FEW_CLIENTS = 4;

    private static final Duration CLAIMS_EXPIRE_WITHIN = Duration.ofMinutes(2);

    /** In-memory Temporal never discards workflows and becomes slower. */
    private static final int ROUNDS_PER_DEPLOYMENT = 20;

    private static final String LAST_CLAIM = "select coalesce(max(claimed_until), clock_timestamp())::text from work";
    private static final String HAS_PASSED = "select (clock_timestamp() > ?::timestamptz)::text";

    private final Random random = new Random(SEED);
    private final FaultTable table = new FaultTable();
    private final int replicas;
    private final Load burst;
    private TestDeployment deployment;

    /**
     * Starts the first deployment.
     *
     * @param burst the load for all faults except rolling restarts
     */
    ProcessFaults(int replicas, Load burst) throws IOException, JOSEException {
        this.replicas = replicas;
        this.burst = burst;
        this.deployment = new TestDeployment(replicas, CALLS_UNTIL_DONE);
    }

    void killReplica(int rounds) throws Exception {
        rounds("SIGKILL of a replica", rounds, burst, round -> {
            Replica replica = anyReplica();
            replica.kill();
            FiredFaults.count(CRASH_UNDER_LOAD, Layer.PROCESS, 1);
            replica.start();
            if (random.nextInt(4) == 0) {
                deployment.replaceWorker();
            }
            replica.awaitReady();
            return List.of();
        });
    }

    void pauseReplica(int rounds) throws Exception {
        rounds("SIGSTOP of a replica", rounds, burst, round -> {
            Replica replica = anyReplica();
            replica.pause();
            FiredFaults.count(PAUSED_WITH_LEASE, Layer.PROCESS, 1);
            String lastClaim = deployment.rows().texts(LAST_CLAIM).getFirst();
            await().atMost(CLAIMS_EXPIRE_WITHIN)
                    .until(() -> deployment.rows().texts(HAS_PASSED, lastClaim).equals(List.of("true")));
            round.requireUnchanged(round.completedTasks());
            replica.resume();
            return List.of();
        });
    }

    void restartDatabase(int rounds) throws Exception {
        rounds("restart of PostgreSQL", rounds, burst, round -> {
            if (random.nextBoolean()) {
                deployment.killDatabase();
            } else {
                deployment.stopDatabaseImmediately();
            }
            FiredFaults.count(DATABASE_KILLED, Layer.PROCESS, 1);
            deployment.restartDatabase();
            return List.of();
        });
    }

    /** The few clients never exceed a running replica's capacity, however slow the machine is. */
    void restartReplicasInTurn(int rounds) throws Exception {
        List<FaultRound> completed = rounds("rolling restart", rounds, Load.ofSteadyClients(FEW_CLIENTS), round -> {
            List<String> violations = new ArrayList<>();
            for (Replica replica : deployment.replicas()) {
                int exitCode = replica.stop();
                if (exitCode != 0) {
                    violations.add(replica + " has ended with " + exitCode);
                }
                replica.start();
                replica.awaitReady();
            }
            FiredFaults.count(ROLLING_RESTART, Layer.PROCESS, 1);
            return violations;
        });

        assertThat(completed).flatExtracting(FaultRound::unexplainedUnknowns).isEmpty();
    }

    /** Runs the rounds one after the other and reports the violations of all together. */
    private List<FaultRound> rounds(String kind, int count, Load load, Fault fault) throws Exception {
        List<FaultRound> rounds = new ArrayList<>();
        for (int left = count; left > 0; left -= ROUNDS_PER_DEPLOYMENT) {
            if (!rounds.isEmpty()) {
                deployment.close();
                deployment = new TestDeployment(replicas, CALLS_UNTIL_DONE);
            }
            rounds.addAll(roundsOfDeployment(kind, Math.min(left, ROUNDS_PER_DEPLOYMENT), load, fault));
        }
        assertThat(table.violations(kind)).isEmpty();
        return rounds;
    }

    /** Checks the rounds at the end of all, so that none waits for the uncancelled tasks of the round before it. */
    private List<FaultRound> roundsOfDeployment(String kind, int count, Load load, Fault fault)
            throws InterruptedException {
        List<FaultRound> rounds = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                FaultRound round = new FaultRound(deployment, load, random);
                rounds.add(round);
                round.run(fault);
                FiredFaults.count(SEVERAL_REPLICAS, Layer.PROCESS, 1);
            }
            for (FaultRound round : rounds) {
                table.add(kind, round.result());
            }
            return rounds;
        } finally {
            rounds.forEach(FaultRound::close);
        }
    }

    private Replica anyReplica() {
        return deployment.replicas().get(random.nextInt(deployment.replicas().size()));
    }

    @Override
    public void close() {
        table.report();
        deployment.close();
    }
}

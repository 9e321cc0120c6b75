package io.nicotask.faults;

import static io.nicotask.faults.FaultExclusion.CALLERS_NOT_TOKENS;
import static io.nicotask.faults.FaultExclusion.COMMANDS_NOT_REQUESTS;
import static io.nicotask.faults.FaultExclusion.ENDS_THE_PROCESS;
import static io.nicotask.faults.FaultExclusion.EVERY_ORDER_IS_A_SCHEDULE;
import static io.nicotask.faults.FaultExclusion.INSTANT_BY_CHANCE;
import static io.nicotask.faults.FaultExclusion.LIKE_A_REFUSAL;
import static io.nicotask.faults.FaultExclusion.MACHINES_CLOCK;
import static io.nicotask.faults.FaultExclusion.REPLICAS_ARE_PROCESSES;
import static io.nicotask.faults.FaultExclusion.SAME_IN_EVERY_PROCESS;
import static io.nicotask.faults.FaultExclusion.TURNS_NOT_LOCKS;

import java.util.List;
import java.util.Optional;

/**
 * The faults that tests inject. Each is injected in every build, in every layer but those for which it names a reason.
 */
public enum Fault {
    COMPLETION_WHILE_CANCEL_WAITS(
            "completion commits while the cancel waits for the row lock", TURNS_NOT_LOCKS, INSTANT_BY_CHANCE),
    CANCEL_DURING_COMPLETION("cancel commits while a completion is in flight", INSTANT_BY_CHANCE),
    CANCELS_AT_ONCE(
            "64 cancels at once",
            EVERY_ORDER_IS_A_SCHEDULE,
            FaultExclusion.processes("as many at once, each of another task")),
    CANCEL_BEFORE_START("cancel between commit and start", EVERY_ORDER_IS_A_SCHEDULE),
    CANCEL_BEFORE_START_IS_KNOWN("cancel between start and its acknowledgement", EVERY_ORDER_IS_A_SCHEDULE),
    CANCEL_DURING_BACKOFF("cancel during an activity's retry backoff", EVERY_ORDER_IS_A_SCHEDULE, INSTANT_BY_CHANCE),
    START_REPLY_LOST("start's reply lost, applied", SAME_IN_EVERY_PROCESS),
    START_LOST("start's reply lost, not applied"),
    GATE_REPLY_LOST("gate's reply lost", SAME_IN_EVERY_PROCESS),
    STALE_PROMOTER("promoter with a stale list", INSTANT_BY_CHANCE),
    EXPIRY_AND_CANCEL("expiry and cancel together", EVERY_ORDER_IS_A_SCHEDULE, INSTANT_BY_CHANCE),
    SEVERAL_REPLICAS("several replicas", REPLICAS_ARE_PROCESSES),
    CRASH_BEFORE_COMMIT("crash before commit", ENDS_THE_PROCESS),
    CRASH_AFTER_COMMIT("crash after commit", ENDS_THE_PROCESS),
    CRASH_AFTER_TERMINATE("crash after terminate", ENDS_THE_PROCESS),
    CRASH_BEFORE_CONFIRMING("crash before confirming", ENDS_THE_PROCESS),
    CRASH_UNDER_LOAD(
            "replica killed while many cancel",
            FaultExclusion.simulated("its crashes are distinguished by their instant"),
            ENDS_THE_PROCESS),
    TEMPORAL_REFUSING("Temporal refusing", SAME_IN_EVERY_PROCESS),
    TEMPORAL_SILENT("Temporal silent", LIKE_A_REFUSAL),
    TEMPORAL_SLOW("Temporal slow", SAME_IN_EVERY_PROCESS),
    TEMPORAL_THROTTLING("Temporal throttling", LIKE_A_REFUSAL, SAME_IN_EVERY_PROCESS),
    TEMPORAL_DENYING("Temporal denying", LIKE_A_REFUSAL, SAME_IN_EVERY_PROCESS),
    MEMORY_LOST("Temporal's memory lost"),
    NAMESPACE_MISTYPED("namespace mistyped", SAME_IN_EVERY_PROCESS),
    WORKFLOW_COMPLETED("workflow already completed", SAME_IN_EVERY_PROCESS),
    WORKFLOW_PAST_RETENTION("workflow past retention", SAME_IN_EVERY_PROCESS),
    WORKFLOW_TERMINATED("workflow terminated by an operator", SAME_IN_EVERY_PROCESS),
    LATE_SECOND_START("late second start", SAME_IN_EVERY_PROCESS),
    STOP_IGNORED(
            "activity that ignores the stop",
            FaultExclusion.simulated("its stages are the production ones, which obey the stop"),
            SAME_IN_EVERY_PROCESS),
    WORKER_KILLED("worker killed in a step", ENDS_THE_PROCESS),
    WORKER_PAUSED("worker paused in a step", ENDS_THE_PROCESS),
    DATABASE_RESET_BEFORE_COMMIT("database reset before commit", INSTANT_BY_CHANCE),
    DATABASE_RESET_DURING_COMMIT("database reset during commit", INSTANT_BY_CHANCE),
    DATABASE_KILLED(
            "PostgreSQL killed",
            FaultExclusion.simulated("its store loses nothing that was committed"),
            ENDS_THE_PROCESS),
    DATABASE_ABSENT_AT_START(
            "database not there at a start",
            FaultExclusion.simulated("its store is there from the start"),
            SAME_IN_EVERY_PROCESS),
    DATABASE_READ_ONLY("database read-only", LIKE_A_REFUSAL, SAME_IN_EVERY_PROCESS),
    DATABASE_FULL("database's disk full", LIKE_A_REFUSAL, SAME_IN_EVERY_PROCESS),
    DATABASE_DENYING("database denying login, rights or connections", LIKE_A_REFUSAL, SAME_IN_EVERY_PROCESS),
    DATABASE_REPLACED("database without its tables, or another one", LIKE_A_REFUSAL, SAME_IN_EVERY_PROCESS),
    DATABASE_SESSION_CHANGED("session without its settings or statements", LIKE_A_REFUSAL, SAME_IN_EVERY_PROCESS),
    EMBEDDED_DATABASE_ENDED(
            "embedded database killed", FaultExclusion.simulated("its store cannot end"), ENDS_THE_PROCESS),
    DEADLOCK("deadlock", TURNS_NOT_LOCKS, SAME_IN_EVERY_PROCESS),
    POOL_EXHAUSTED("pool exhausted", LIKE_A_REFUSAL, SAME_IN_EVERY_PROCESS),
    CLIENT_GONE("client gone", COMMANDS_NOT_REQUESTS, SAME_IN_EVERY_PROCESS),
    DUPLICATED_REQUEST("duplicated request", SAME_IN_EVERY_PROCESS),
    CLOCK_JUMP("clock jump", MACHINES_CLOCK),
    DATABASE_CLOCK_STEP("clock step of the database", MACHINES_CLOCK),
    PAUSED_WITH_LEASE("process paused with a lease", ENDS_THE_PROCESS),
    KEY_SERVER_DOWN("key server down", CALLERS_NOT_TOKENS, SAME_IN_EVERY_PROCESS),
    KEYS_ROTATED("keys rotated", CALLERS_NOT_TOKENS, SAME_IN_EVERY_PROCESS),
    ROLE_IN_ANOTHER_ORG(
            "role in another org", FaultExclusion.simulated("its callers have every right"), SAME_IN_EVERY_PROCESS),
    BODY_OVERSIZED("oversized body", COMMANDS_NOT_REQUESTS, SAME_IN_EVERY_PROCESS),
    BODY_MALFORMED("malformed body", COMMANDS_NOT_REQUESTS, SAME_IN_EVERY_PROCESS),
    BODY_NOT_UTF_8("body that is not UTF-8", COMMANDS_NOT_REQUESTS, SAME_IN_EVERY_PROCESS),
    BODY_WITH_DUPLICATE_KEYS("body with duplicate keys", COMMANDS_NOT_REQUESTS, SAME_IN_EVERY_PROCESS),
    POISON_ROW(
            "poison row",
            FaultExclusion.simulated("its store holds tasks, not rows to be read"),
            SAME_IN_EVERY_PROCESS),
    OLD_CONFIGURATION(
            "configuration file that leaves out a site",
            FaultExclusion.simulated("its sites are stored, not configured"),
            SAME_IN_EVERY_PROCESS),
    SICK_NEIGHBOUR("sick neighbour", SAME_IN_EVERY_PROCESS),
    ERROR_IN_LOOP(
            "error in a loop", FaultExclusion.simulated("its loops are fibers of its own"), SAME_IN_EVERY_PROCESS),
    ROLLING_RESTART(
            "rolling restart under load",
            FaultExclusion.simulated("a restart there is a halt"),
            REPLICAS_ARE_PROCESSES);

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // it is an unmodifiable list of records
    private final List<FaultExclusion> exclusions;

    Fault(String label, FaultExclusion... exclusions) {
        this.label = label;
        this.exclusions = List.of(exclusions);
    }

    /** The fault's name in the matrix. */
    public String label() {
        return label;
    }

    /** The short reason why it is not injected in the layer; empty where it is. */
    public Optional<String> reasonAgainst(Layer layer) {
        return exclusions.stream()
                .filter(exclusion -> exclusion.layer() == layer)
                .map(FaultExclusion::why)
                .findFirst();
    }
}

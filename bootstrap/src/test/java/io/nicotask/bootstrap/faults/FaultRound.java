package io.nicotask.bootstrap.faults;

import io.nicotask.bootstrap.HardwareOverlaps;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.bootstrap.faults.ClientCall.Verb;
import io.nicotask.bootstrap.faults.HistoryChecker.Workflow;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One round: load, a fault in the middle of it, recovery, and checks once all work is done. The checks may run after
 * other rounds, which start as soon as every stop of this round is confirmed.
 */
final class FaultRound implements AutoCloseable {

    private static final Duration LOAD_WITHIN = Duration.ofMinutes(4);

    /** Long enough for the tasks that no client cancels to finish, even on a busy machine. */
    private static final Duration COMPLETED_WITHIN = Duration.ofMinutes(4);

    private static final String SLOWEST = """
            select greatest(0, max(extract(epoch from coalesce(s.engine_closed_at, clock_timestamp())
                - greatest(s.decided_at, ?::timestamptz))) * 1000)::bigint
            from task_stop s join task t on t.id = s.task_id
            where t.status = 'Terminated' and t.queue_position > ?::bigint
            """;

    private static final String UNCONFIRMED = """
            select s.task_id from task_stop s join task t on t.id = s.task_id
            where s.engine_closed_at is null and t.status = 'Terminated' and t.queue_position > ?::bigint
            """;

    private static final String UNFINISHED = """
            select t.id from task t where t.queue_position > ?::bigint and (t.finished_at is null
                or exists (select from work w where w.key = t.id and w.kind not in ('ALERT_STOP', 'CHECK_WORKFLOW'))
                or exists (select from rack_reservation g where g.task_id = t.id and g.released_at is null))
            """;

    private static final String ALL_ROWS = """
            with wanted as (select ?::uuid as id)
            select to_jsonb(t)::text from task t join wanted w on t.id = w.id
            union all select to_jsonb(s)::text from task_stop s join wanted w on s.task_id = w.id
            union all select to_jsonb(f)::text from workflow f join wanted w on f.task_id = w.id
            union all select to_jsonb(i)::text from work i join wanted w on i.key = w.id and i.kind not in ('ALERT_STOP', 'CHECK_WORKFLOW')
            union all select to_jsonb(h)::text from task_history h join wanted w on h.task_id = w.id
            union all select to_jsonb(a)::text from audit a join wanted w on a.task_id = w.id and a.action = 'CANCEL_TASK'
            order by 1
            """;

    private final TestDeployment deployment;
    private final Load load;
    private final Random random;
    private final CallJournal journal = new CallJournal();
    private final ClientLoad clientLoad;
    private final long begin;
    private final List<String> violations = new ArrayList<>();
    private final Map<TaskId, String> completedTasks = new HashMap<>();
    private long end = Long.MAX_VALUE;
    private int underWay;
    private ConfirmationTimes confirmationTimes;

    FaultRound(TestDeployment deployment, Load load, Random random) {
        this.deployment = deployment;
        this.load = load;
        this.random = random;
        this.begin = lastPosition();
        this.clientLoad = new ClientLoad(deployment, journal, random, load.before());
    }

    private long lastPosition() {
        return Long.parseLong(deployment
                .rows()
                .texts("select coalesce(max(queue_position), 0) from task")
                .getFirst());
    }

    /**
     * The amount of load.
     *
     * @param before tasks that exist when the load starts
     * @param during tasks submitted during the load
     * @param over the time over which the clients start
     * @param underWay cancels under way when the fault is injected
     * @param idle the share of rounds in which the worker is paused until recovery; in the others tasks are executed
     * @param steady clients that submit and cancel until recovery, one call at a time each
     */
    record Load(int before, int during, Duration over, int underWay, double idle, int steady) {

        /** Returns a load of steady clients only. */
        static Load ofSteadyClients(int clients) {
            return new Load(0, 0, Duration.ofMillis(1), 1, 0, clients);
        }
    }

    record Result(
            int underWay,
            long acknowledged,
            long unknown,
            long tooLate,
            ConfirmationTimes confirmationTimes,
            List<String> violations) {}

    /**
     * The time until the last stop of a cancelled task was confirmed.
     *
     * @param sinceRecovery since recovery, or since the cancel if that was later
     * @param sinceEndOfLoad since the end of the load, because an overload counts as a fault, too
     */
    record ConfirmationTimes(Duration sinceRecovery, Duration sinceEndOfLoad) {}

    /** Injects the fault and recovers from it; returns the violations that it has detected itself. */
    @FunctionalInterface
    interface Fault {

        List<String> injectAndRecover(FaultRound round) throws InterruptedException;
    }

    /**
     * Returns when all clients are done and every stop of a cancelled task is confirmed, or the time limit has passed.
     */
    void run(Fault fault) throws InterruptedException {
        if (random.nextDouble() < load.idle()) {
            deployment.pauseWorker();
        }
        underWay = awaitLoad();
        violations.addAll(fault.injectAndRecover(this));
        deployment.resumeWorker();
        Instant recovered = Instant.now();
        clientLoad.stopAndAwait();
        Instant endOfLoad = Instant.now();
        await(UNCONFIRMED);
        confirmationTimes = new ConfirmationTimes(slowestSince(recovered), slowestSince(endOfLoad));
        end = lastPosition();
    }

    /** Waits until all work is done, and checks every task. */
    Result result() {
        await(UNFINISHED);
        clientLoad.readAll();
        violations.addAll(violations());
        violations.addAll(changedTasks());
        return new Result(
                underWay,
                count(ClientResult.Cancelled.class) + count(ClientResult.AlreadyTerminated.class),
                count(ClientResult.Unknown.class),
                count(ClientResult.TooLate.class),
                confirmationTimes,
                List.copyOf(violations));
    }

    /** Waits for enough cancels under way, then for a random time while there are enough, and returns their number. */
    private int awaitLoad() throws InterruptedException {
        clientLoad.submit(load.before());
        clientLoad.start(load.during(), load.over());
        clientLoad.startSteadyClients(load.steady());
        Awaitility.await()
                .atMost(LOAD_WITHIN)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> journal.cancelsUnderWay() >= load.underWay());
        long injectAt = System.nanoTime() + random.nextLong(load.over().toNanos());
        while (System.nanoTime() - injectAt < 0 && journal.cancelsUnderWay() >= load.underWay()) {
            Thread.sleep(1);
        }
        return journal.cancelsUnderWay();
    }

    /**
     * Lists calls with an unknown result although the replica was ready, kept running, and never had more requests than
     * it has capacity for.
     */
    List<String> unexplainedUnknowns() {
        return journal.calls()
                .filter(ReplicaClient::isUnexplained)
                .map(call -> "unknown result of an undisturbed replica: " + call)
                .toList();
    }

    /** Requires the rows of these tasks to be unchanged at the end of the round. */
    void requireUnchanged(Map<TaskId, String> completedTasks) {
        this.completedTasks.putAll(completedTasks);
    }

    /** Returns all rows of the tasks whose stop is confirmed and that have no open work. */
    Map<TaskId, String> completedTasks() {
        Set<String> unfinished = Set.copyOf(deployment.rows().texts(UNFINISHED, Long.toString(begin)));
        return storedTasks().stream()
                .filter(task -> task.stops().equals(List.of(true)))
                .map(StoredTask::id)
                .filter(task -> !unfinished.contains(task.toString()))
                .collect(Collectors.toMap(task -> task, this::allRows));
    }

    private List<String> changedTasks() {
        return completedTasks.entrySet().stream()
                .filter(before -> !before.getValue().equals(allRows(before.getKey())))
                .map(before ->
                        "rows of a completed task changed\n" + before.getValue() + "\nto\n" + allRows(before.getKey()))
                .toList();
    }

    private String allRows(TaskId task) {
        return String.join("\n", deployment.rows().texts(ALL_ROWS, task.toString()));
    }

    private List<StoredTask> storedTasks() {
        return StoredTask.between(deployment.rows(), begin, end);
    }

    /** Waits until the query returns no task; the checks report those that are left after the time limit. */
    private void await(String query) {
        try {
            Awaitility.await()
                    .atMost(COMPLETED_WITHIN)
                    .until(() ->
                            deployment.rows().texts(query, Long.toString(begin)).isEmpty());
        } catch (ConditionTimeoutException late) {
            System.out.println("Open work is left after the time limit: " + late.getMessage());
        }
    }

    private Duration slowestSince(Instant recovered) {
        return Duration.ofMillis(Long.parseLong(deployment
                .rows()
                .texts(SLOWEST, recovered.toString(), Long.toString(begin))
                .getFirst()));
    }

    private List<String> violations() {
        List<StoredTask> storedTasks = storedTasks();
        Map<TaskId, StoredTask> byId = storedTasks.stream().collect(Collectors.toMap(StoredTask::id, task -> task));
        Stream<String> unknownTasks = journal.tasks().stream()
                .filter(task -> !byId.containsKey(task))
                .map(task -> task + " is known to a client but not in the database: " + journal.of(task));
        return Stream.of(unknownTasks, storedTasks.parallelStream().flatMap(this::violations), overlaps(storedTasks))
                .flatMap(found -> found)
                .toList();
    }

    private Stream<String> violations(StoredTask task) {
        List<ClientCall> calls = journal.of(task.id());
        return HistoryChecker.violations(task, workflowOf(task.id()), calls).stream()
                .map(violation -> violation + ": " + task
                        + calls.stream().map(call -> "\n    " + call).collect(Collectors.joining()));
    }

    private Workflow workflowOf(TaskId task) {
        return Workflow.of(deployment.inspector().status(task).orElse(null));
    }

    private Stream<String> overlaps(List<StoredTask> storedTasks) {
        Map<TaskId, TaskSpec> requests = storedTasks.stream()
                .collect(Collectors.toMap(
                        StoredTask::id,
                        task -> new TaskSpec(
                                DemoOrg.SITE,
                                task.submission().rack(),
                                task.submission().operation(),
                                ComponentSelection.WHOLE_RACK,
                                "",
                                null)));
        return HardwareOverlaps.among(
                deployment
                        .hardware()
                        .calls(call -> requests.containsKey(call.command().task())),
                requests)
                .stream();
    }

    private long count(Class<? extends ClientResult> kind) {
        return journal.calls()
                .filter(call -> call.verb() == Verb.CANCEL && kind.isInstance(call.answer()))
                .count();
    }

    @Override
    public void close() {
        clientLoad.close();
    }
}

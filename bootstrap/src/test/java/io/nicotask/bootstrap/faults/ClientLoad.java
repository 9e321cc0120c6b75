package io.nicotask.bootstrap.faults;

import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Clients that submit, get and cancel tasks concurrently, at any replica. Most repeat a cancel with an unknown result
 * at another replica; some do not.
 */
final class ClientLoad implements AutoCloseable {

    /** One in this many tasks is on a shared rack. */
    private static final int ONE_IN_SHARED = 3;

    private static final int TASKS_PER_SHARED_RACK = 4;
    private static final int SUBMITTERS = 16;
    /** The Retry-After of an overloaded server. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(2);
    private static final Duration STEADY_PAUSE = Duration.ofMillis(300);
    private static final List<Operation> OPERATIONS =
            List.of(Operation.POWER_ON, Operation.POWER_OFF, Operation.POWER_ON, Operation.UPGRADE);

    private final TestDeployment deployment;
    private final Random random;
    private final ReplicaClient client;
    private final List<UUID> sharedRacks;
    private final AtomicInteger nextShared = new AtomicInteger();
    private final ConcurrentLinkedQueue<TaskId> tasks = new ConcurrentLinkedQueue<>();
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean stopping;

    ClientLoad(TestDeployment deployment, CallJournal journal, Random random, int size) {
        this.deployment = deployment;
        this.random = random;
        this.client = new ReplicaClient(deployment.token(), journal);
        this.sharedRacks = IntStream.rangeClosed(0, size / (ONE_IN_SHARED * TASKS_PER_SHARED_RACK))
                .mapToObj(i -> UUID.randomUUID())
                .toList();
    }

    /** Submits tasks, a third of them on shared racks, and returns when all are submitted. */
    void submit(int count) throws InterruptedException {
        try (ExecutorService submitters = Executors.newFixedThreadPool(SUBMITTERS)) {
            IntStream.range(0, count).forEach(i -> submitters.execute(this::submitOne));
        }
    }

    /**
     * Cancels most tasks, and meanwhile submits and cancels others.
     *
     * @param more the number of other tasks
     * @param over the time over which the clients start
     */
    void start(int more, Duration over) {
        for (TaskId task : tasks) {
            if (random.nextInt(12) > 0) {
                clients.execute(() -> cancel(task, over));
            }
            if (random.nextInt(3) > 0) {
                clients.execute(() -> cancel(task, over));
            }
        }
        for (int i = 0; i < more; i++) {
            clients.execute(() -> {
                pauseUpTo(over);
                TaskId task = submitOne();
                if (task != null) {
                    cancel(task, Duration.ofMillis(200));
                }
            });
        }
    }

    /** Starts clients that submit and cancel until {@link #stopAndAwait}, one call at a time each. */
    void startSteadyClients(int steady) {
        for (int i = 0; i < steady; i++) {
            clients.execute(() -> {
                while (!stopping) {
                    TaskId task = submitOne();
                    if (task != null) {
                        cancel(task, STEADY_PAUSE);
                    }
                }
            });
        }
    }

    /** Stops the steady clients and waits for all. */
    void stopAndAwait() throws InterruptedException {
        stopping = true;
        clients.shutdown();
        if (!clients.awaitTermination(2 * GIVE_UP_AFTER.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("Some clients did not finish");
        }
    }

    /** Gets each task once more, and repeats the cancel of some. */
    void readAll() {
        try (ExecutorService readers = Executors.newFixedThreadPool(SUBMITTERS)) {
            for (TaskId task : tasks) {
                readers.execute(() -> {
                    repeatUntilDecided(() -> client.get(anyReplica(), task));
                    if (random.nextInt(20) == 0) {
                        repeatUntilDecided(() -> client.cancel(anyReplica(), task));
                    }
                });
            }
        }
    }

    private TaskId submitOne() {
        UUID rack = random.nextInt(ONE_IN_SHARED) == 0 ? nextShared() : UUID.randomUUID();
        Operation operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
        UUID key = UUID.randomUUID();
        for (int attempt = 0; attempt < 3; attempt++) {
            TaskId task = client.submit(anyReplica(), rack, operation, key);
            if (task != null) {
                tasks.add(task);
                return task;
            }
            pauseUpTo(Duration.ofSeconds(1));
        }
        return null;
    }

    /** Takes the racks in turn, so that few submits are refused by a full queue. */
    private UUID nextShared() {
        return sharedRacks.get(nextShared.getAndIncrement() % sharedRacks.size());
    }

    private void cancel(TaskId task, Duration over) {
        pauseUpTo(over);
        if (random.nextInt(10) == 0) {
            client.get(anyReplica(), task);
        }
        ClientResult answer = client.cancel(anyReplica(), task);
        if (isUndecided(answer) && random.nextInt(5) > 0) {
            repeatUntilDecided(() -> client.cancel(anyReplica(), task));
        }
        client.get(anyReplica(), task);
    }

    private void repeatUntilDecided(Supplier<ClientResult> call) {
        long deadline = System.nanoTime() + GIVE_UP_AFTER.toNanos();
        while (isUndecided(call.get()) && System.nanoTime() - deadline < 0) {
            pauseFor(RETRY_AFTER);
            pauseUpTo(RETRY_AFTER);
        }
    }

    private static boolean isUndecided(ClientResult answer) {
        return answer instanceof ClientResult.Unknown || answer instanceof ClientResult.NotSent;
    }

    private Replica anyReplica() {
        return deployment.replicas().get(random.nextInt(deployment.replicas().size()));
    }

    private void pauseUpTo(Duration longest) {
        pauseFor(Duration.ofMillis(random.nextLong(longest.toMillis() + 1)));
    }

    private static void pauseFor(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        clients.shutdownNow();
        client.close();
    }
}

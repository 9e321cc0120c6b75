package io.nicotask.bootstrap.benchmark;

import io.nicotask.bootstrap.ProductionConfiguration;
import io.nicotask.bootstrap.RunningServer;
import io.nicotask.bootstrap.config.Setting;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.domain.value.TaskId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Overloads a server: counts refused requests and measures the latency of accepted ones with one, two and four times as
 * many clients as the bulkheads take. The only argument is the number of rounds; docs/performance.md explains the
 * output.
 */
public final class OverloadBenchmark {

    /** The capacity of the bulkhead for cancels: 4 running and 128 queued. */
    private static final int CANCELS = 132;

    /** The capacity of the bulkhead for other requests: 8 running and 256 queued. */
    private static final int OTHERS = 264;

    private static final int[] TIMES = {1, 2, 4};

    /** Enough readers to fill the bulkhead, and fewer than the maximum of connections. */
    private static final int[] READERS = {OTHERS, 1_000};

    private static final Duration EACH = Duration.ofSeconds(8);
    private static final int TASKS = 12_000;
    private static final int WARM_UP = 1_000;
    private static final int FEW = 8;

    /** A refused client repeats its request after a tenth of the Retry-After. */
    private static final Duration RETRY_DELAY = Duration.ofMillis(100);

    private static final int UNAVAILABLE = 503;

    private static final String PATH = "/v2/org/demo-org/nico/task/";

    private final HttpClient client = HttpClient.newHttpClient();
    private final BenchmarkDatabase database;
    private final ProductionConfiguration settings;
    private final PreparedTasks tasks = new PreparedTasks();
    private final AtomicInteger next = new AtomicInteger();
    private List<TaskId> prepared = List.of();

    private OverloadBenchmark(BenchmarkDatabase database) throws IOException {
        this.database = database;
        this.settings = ProductionConfiguration.in(database.directory(), DemoOrg.SITE, "");
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        try (BenchmarkDatabase database = new BenchmarkDatabase()) {
            OverloadBenchmark benchmark = new OverloadBenchmark(database);
            System.out.printf("%d cores, Java %s%n", Runtime.getRuntime().availableProcessors(), Runtime.version());
            System.out.println("| What | clients | accepted per second | refused | p50 (ms) | p99 (ms) |");
            System.out.println("|---|---:|---:|---:|---:|---:|");
            for (int round = 1; round <= rounds; round++) {
                double busy = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
                System.out.printf("round %d of %d, load average %.1f%n", round, rounds, busy);
                benchmark.round();
            }
        }
    }

    private void round() throws Exception {
        try (RunningServer server = start()) {
            prepare(server);
            IntFunction<HttpResponse<String>> get = number -> get(server, number);
            IntFunction<HttpResponse<String>> cancel = number -> cancel(server);
            measure("warm up", FEW, get);
            for (int times : TIMES) {
                measure("get", times * OTHERS, get);
            }
            for (int times : TIMES) {
                prepare(server);
                measure("first cancel", times * CANCELS, cancel);
            }
            prepare(server);
            measure("first cancel, nobody reads", FEW, cancel);
            for (int readers : READERS) {
                prepare(server);
                measureBesideReaders(readers, get, cancel);
            }
        }
        database.settle();
    }

    private void measureBesideReaders(
            int readers, IntFunction<HttpResponse<String>> get, IntFunction<HttpResponse<String>> cancel)
            throws Exception {
        Load reads = new Load(get);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            reads.begin(threads, readers);
            measure("first cancel, %d clients read".formatted(readers), FEW, cancel);
            reads.end();
        }
    }

    private static void measure(String what, int clients, IntFunction<HttpResponse<String>> request)
            throws InterruptedException {
        Load load = new Load(request);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            load.begin(threads, clients);
            Thread.sleep(EACH);
            load.end();
        }
        load.print(what, clients);
    }

    private void prepare(RunningServer server) throws Exception {
        prepared = new ArrayList<>();
        for (int portion = 0; portion < TASKS; portion += WARM_UP) {
            prepared.addAll(tasks.prepare(server, WARM_UP));
        }
        next.set(0);
        database.holdStops();
    }

    private HttpResponse<String> get(RunningServer server, int number) {
        TaskId task = prepared.get(number % prepared.size());
        return send(server.request(PATH + task + "?siteId=" + DemoOrg.SITE, settings.token()));
    }

    /** Cancels a task that was not cancelled before, or the last one when all were. */
    private HttpResponse<String> cancel(RunningServer server) {
        int number = Math.min(next.getAndIncrement(), prepared.size() - 1);
        return send(server.request(PATH + prepared.get(number) + "/cancel", settings.token())
                .POST(BodyPublishers.ofString("{\"siteId\":\"" + DemoOrg.SITE + "\"}")));
    }

    /** Sends the request without parsing the response, which would cost more than serving it. */
    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopping);
        }
    }

    /** Starts a server whose Temporal address refuses connections. */
    private RunningServer start() throws IOException {
        Map<Setting, String> flags = new EnumMap<>(database.settings());
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            flags.put(Setting.TEMPORAL_TARGET, "127.0.0.1:" + socket.getLocalPort());
        }
        return new RunningServer(settings.file(), flags).withoutResponseChecks();
    }

    /** Clients that repeat a request, and counts of the responses. */
    private static final class Load {

        private final IntFunction<HttpResponse<String>> request;
        private final ConcurrentLinkedQueue<Double> accepted = new ConcurrentLinkedQueue<>();
        private final AtomicInteger sent = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private volatile boolean ended;

        Load(IntFunction<HttpResponse<String>> request) {
            this.request = request;
        }

        void begin(ExecutorService threads, int clients) {
            for (int client = 0; client < clients; client++) {
                threads.execute(this::repeatRequests);
            }
        }

        private void repeatRequests() {
            try {
                while (!ended) {
                    sendOnce();
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        }

        void end() {
            ended = true;
        }

        private void sendOnce() throws InterruptedException {
            long begun = System.nanoTime();
            HttpResponse<String> answer = request.apply(sent.getAndIncrement());
            if (answer.statusCode() == UNAVAILABLE) {
                refused.incrementAndGet();
                Thread.sleep(RETRY_DELAY);
            } else {
                accepted.add((System.nanoTime() - begun) / 1e6);
            }
        }

        void print(String what, int clients) {
            double seconds = EACH.toMillis() / 1e3;
            double[] milliseconds =
                    accepted.stream().mapToDouble(Double::doubleValue).toArray();
            LatencyFigures figures = LatencyFigures.of(milliseconds.length / seconds, milliseconds);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %.0f | %.0f %% | %.1f | %.1f |%n",
                    what,
                    clients,
                    figures.perSecond(),
                    100.0 * refused.get() / (refused.get() + milliseconds.length),
                    figures.median(),
                    figures.slow());
        }
    }
}

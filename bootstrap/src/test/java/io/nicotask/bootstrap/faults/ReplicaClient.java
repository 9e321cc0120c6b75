package io.nicotask.bootstrap.faults;

import io.nicotask.bootstrap.DatabaseRows;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.bootstrap.faults.ClientCall.Verb;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calls replicas over HTTP and records each call. */
final class ReplicaClient implements AutoCloseable {

    /** Marks an unknown result of a replica that was ready and had no fault during the call. */
    private static final String UNDISTURBED = " from an undisturbed replica";

    /** The longest time that a server may take for a request. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final String token;
    private final CallJournal journal;
    private final Map<UUID, ClientCall> undecided = new ConcurrentHashMap<>();

    ReplicaClient(String token, CallJournal journal) {
        this.token = token;
        this.journal = journal;
    }

    /**
     * Submits a task that waits for its rack if necessary.
     *
     * @param key the idempotency key
     * @return the task, or null when the client cannot know whether there is one
     */
    @Nullable
    TaskId submit(Replica replica, UUID rack, Operation operation, UUID key) {
        String body = """
                {"siteId":"%s","rackId":"%s","operation":{"type":"%s","code":"%s"},"conflictStrategy":"queue"}
                """.formatted(DemoOrg.SITE, rack, operation.type().code(), operation.code());
        HttpRequest.Builder request = request(replica, "/task", key.toString())
                .header("Idempotency-Key", key.toString())
                .POST(HttpRequest.BodyPublishers.ofString(body));
        long invoked = System.nanoTime();
        ClientResult answer = send(replica, request, ReplicaClient::parseSubmit);
        TaskId task = answer instanceof ClientResult.Shown shown ? taskIn(shown.body()) : new TaskId(key);
        return recordSubmit(key, new ClientCall(task, Verb.SUBMIT, key.toString(), invoked, System.nanoTime(), answer));
    }

    /** Records the submit. One that met a full queue or was never sent has no effect on any task. */
    private @Nullable TaskId recordSubmit(UUID key, ClientCall call) {
        if (call.answer() instanceof ClientResult.Shown) {
            recordUndecided(key, call.task());
            journal.add(call);
            return call.task();
        }
        if (call.answer() instanceof ClientResult.Unknown) {
            undecided.putIfAbsent(key, call);
        }
        if (call.answer() instanceof ClientResult.Unexpected) {
            journal.add(call);
        }
        return null;
    }

    /** Adds an earlier submit with the same key and an unknown result: it may have created the task. */
    private void recordUndecided(UUID key, TaskId task) {
        ClientCall first = undecided.remove(key);
        if (first != null) {
            journal.add(
                    new ClientCall(task, Verb.SUBMIT, first.request(), first.invoked(), first.ended(), first.answer()));
        }
    }

    /** Whether the result is unknown although the replica was ready and had no fault during the call. */
    static boolean isUnexplained(ClientCall call) {
        return call.answer() instanceof ClientResult.Unknown unknown
                && unknown.why().endsWith(UNDISTURBED);
    }

    ClientResult get(Replica replica, TaskId task) {
        return call(Verb.GET, task, replica, "/task/" + task + "?siteId=" + DemoOrg.SITE, HttpRequest.Builder::GET);
    }

    ClientResult cancel(Replica replica, TaskId task) {
        journal.cancelSent();
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("{\"siteId\":\"" + DemoOrg.SITE + "\"}");
        return call(Verb.CANCEL, task, replica, "/task/" + task + "/cancel", request -> request.POST(body));
    }

    private ClientResult call(
            Verb verb,
            TaskId task,
            Replica replica,
            String path,
            Function<HttpRequest.Builder, HttpRequest.Builder> method) {
        String id = UUID.randomUUID().toString();
        long invoked = System.nanoTime();
        ClientResult answer = send(
                replica,
                method.apply(request(replica, path, id)),
                verb == Verb.GET ? ReplicaClient::parseGet : ReplicaClient::parseCancel);
        journal.add(new ClientCall(task, verb, id, invoked, System.nanoTime(), answer));
        return answer;
    }

    private static ClientResult parseSubmit(HttpResponse<String> reply) {
        return switch (reply.statusCode()) {
            case 201 -> shown(reply.body());
            case 409 -> new ClientResult.NotFound();
            default -> parseOther(reply);
        };
    }

    private static ClientResult parseGet(HttpResponse<String> reply) {
        return switch (reply.statusCode()) {
            case 200 -> shown(reply.body());
            case 404 -> new ClientResult.NotFound();
            default -> parseOther(reply);
        };
    }

    private static ClientResult parseCancel(HttpResponse<String> reply) {
        return switch (reply.statusCode()) {
            case 202 ->
                reply.headers().firstValue("Cancel-Outcome").orElseThrow().equals("cancelled")
                        ? new ClientResult.Cancelled(reply.body())
                        : new ClientResult.AlreadyTerminated(reply.body());
            case 404 -> new ClientResult.NotFound();
            case 412 ->
                new ClientResult.TooLate(
                        statusIn(DatabaseRows.json(reply.body()).get("data").toString()));
            default -> parseOther(reply);
        };
    }

    private static ClientResult parseOther(HttpResponse<String> reply) {
        return reply.statusCode() == 503
                ? new ClientResult.Unknown("503")
                : new ClientResult.Unexpected(reply.statusCode() + " " + reply.body());
    }

    private static ClientResult shown(String body) {
        return new ClientResult.Shown(statusIn(body), body);
    }

    private static TaskId taskIn(String body) {
        return new TaskId(UUID.fromString(DatabaseRows.json(body).get("id").asText()));
    }

    private static TaskStatus statusIn(String task) {
        return TaskStatus.ofLabel(DatabaseRows.json(task).get("status").asText())
                .orElseThrow();
    }

    private HttpRequest.Builder request(Replica replica, String path, String id) {
        return HttpRequest.newBuilder(URI.create(replica.url() + "/v2/org/" + DemoOrg.NAME + "/nico" + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("X-Request-ID", id);
    }

    private ClientResult send(
            Replica replica, HttpRequest.Builder request, Function<HttpResponse<String>, ClientResult> meaning) {
        int injectedFaults = replica.injectedFaults();
        boolean up = replica.isUp();
        ClientResult answer = send(request, meaning);
        return answer instanceof ClientResult.Unknown unknown && up && injectedFaults == replica.injectedFaults()
                ? new ClientResult.Unknown(unknown.why() + UNDISTURBED)
                : answer;
    }

    private ClientResult send(HttpRequest.Builder request, Function<HttpResponse<String>, ClientResult> meaning) {
        try {
            return meaning.apply(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (ConnectException | HttpConnectTimeoutException notSent) {
            return new ClientResult.NotSent();
        } catch (IOException cut) {
            return new ClientResult.Unknown(cut.toString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new ClientResult.Unknown(interrupted.toString());
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

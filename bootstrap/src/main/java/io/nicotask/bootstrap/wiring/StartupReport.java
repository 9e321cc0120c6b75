package io.nicotask.bootstrap.wiring;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.nicotask.domain.task.Task;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a ready server reports: commands to copy for a user, and the ready file for a program.
 *
 * @param url the address of the server
 * @param apiName the name of the API in paths
 * @param org an org that callers may use
 * @param siteId a site of that org
 * @param temporalTarget the address of the site's Temporal
 * @param temporalNamespace the namespace of the site
 * @param databaseUrl the JDBC URL, without a password
 * @param tasks the demo tasks; those that run for minutes come first
 */
public record StartupReport(
        @JsonProperty("url") String url,
        @JsonIgnore String apiName,
        @JsonProperty("org") String org,
        @JsonProperty("siteId") String siteId,
        @JsonProperty("temporalTarget") String temporalTarget,
        @JsonProperty("temporalNamespace") String temporalNamespace,
        @JsonProperty("databaseUrl") String databaseUrl,
        @JsonProperty("tasks") List<DemoTask> tasks) {

    /** A rack without a demo task. */
    private static final String FREE_RACK = "00000000-0000-4000-8000-000000000001";

    /** A demo task in the ready file. */
    record DemoTask(
            @JsonProperty("id") String id,
            @JsonProperty("status") String status,
            @JsonProperty("workflowId") String workflowId) {

        static DemoTask of(Task task, String workflowId) {
            return new DemoTask(task.id().toString(), task.status().label(), workflowId);
        }
    }

    /** Writes the ready file atomically. */
    public void writeTo(Path file) {
        try {
            Path target = file.toAbsolutePath();
            Path draft = Files.createTempFile(
                    target.getParent(), target.getFileName().toString(), ".tmp");
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(draft.toFile(), this);
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException fault) {
            throw new UncheckedIOException("The ready file " + file + " cannot be written", fault);
        }
    }

    /**
     * Prints the commands to copy.
     *
     * @param tokenDirectory the data directory of the development issuer, or null when there is none
     */
    public void printTo(PrintWriter out, @Nullable Path tokenDirectory) {
        out.printf("%nnico-tasks is ready at %s%n", url);
        if (tokenDirectory != null) {
            out.printf("%nGet a token (in another terminal):%n%n");
            out.printf("  export JWT_BEARER_TOKEN=\"$(./nico-tasks token --data-dir '%s')\"%n", tokenDirectory);
        }
        firstTask().ifPresent(task -> printCalls(out, task));
        out.printf("%nStop with Ctrl-C.%n");
        out.flush();
    }

    private Optional<DemoTask> firstTask() {
        return tasks.stream().findFirst();
    }

    private void printCalls(PrintWriter out, DemoTask task) {
        String path = url + "/v2/org/" + org + "/" + apiName + "/task";
        String token = "-H \"Authorization: Bearer $JWT_BEARER_TOKEN\"";
        out.printf("%nCancel a running task:%n%n");
        out.printf("  curl -i -X POST '%s/%s/cancel' \\%n", path, task.id());
        out.printf("    %s -H 'Content-Type: application/json' \\%n", token);
        out.printf("    -d '{\"siteId\":\"%s\"}'%n", siteId);
        out.printf("%nLook at it:%n%n");
        out.printf("  curl -i '%s/%s?siteId=%s' %s%n", path, task.id(), siteId, token);
        out.printf("%nSee what became of it:%n%n");
        out.printf("  curl -i '%s/%s/history?siteId=%s' %s%n", path, task.id(), siteId, token);
        out.printf("%nSubmit another:%n%n");
        out.printf("  curl -i -X POST '%s' \\%n", path);
        out.printf("    %s -H 'Content-Type: application/json' \\%n", token);
        out.printf("    -d '{\"siteId\":\"%s\",\"rackId\":\"%s\",%n", siteId, FREE_RACK);
        out.printf("         \"operation\":{\"type\":\"power_control\",\"code\":\"power_on\"}}'%n");
        out.printf("%nDemo tasks (the first ones run for 12 minutes):%n%n");
        tasks.forEach(demo -> out.printf("  %s  %s%n", demo.id(), demo.status()));
    }
}

package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.RuleId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskRequest;
import io.nicotask.domain.task.TaskState.Waiting;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** What is accepted, what then waits, and what a task is in the way of. */
final class SubmitTaskTest {

    private static final String CONFLICT = Paths.error("rack " + Submits.RACK + " already has a conflicting task");
    private static final String FULL = Paths.error("rack " + Submits.RACK + " waiting queue is full (5/5 tasks)");

    private World world;

    @BeforeEach
    void start() {
        world = World.running();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void a_task_for_a_free_rack_is_pending() {
        HttpResponse<String> answer = submit(Submits.powerOn());

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo(shown("Pending", "", "Pending", "null"));
        assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
        assertThat(header(answer, "ETag")).isEqualTo("\"1\"");
        assertThat(header(answer, "Location"))
                .isEqualTo("/v2/org/demo-org/nico/task/" + Submits.FIRST_ID
                        + "?siteId=660e8400-e29b-41d4-a716-446655440000");
        assertThat(answer.headers().map()).doesNotContainKeys("Task-Stop", "Retry-After", "Cancel-Outcome");
    }

    @Test
    void the_caller_is_audited() {
        HttpResponse<String> answer =
                world.client.post(Paths.SUBMIT, World.ADMIN, Submits.powerOn().json(), "X-Request-ID", "request-7");

        assertThat(answer.statusCode()).isEqualTo(201);
        AuditEntry entry = world.audit().getFirst();
        assertThat(world.audit()).hasSize(1);
        assertThat(entry.outcome()).isEqualTo(new Outcome.Granted());
        assertThat(entry.wish().action()).isEqualTo(Action.SUBMIT_TASK);
        assertThat(entry.wish().subject().value()).isEqualTo("admin");
        assertThat(entry.wish().origin().requestId()).isEqualTo("request-7");
    }

    @Test
    void the_location_leads_to_the_task_whatever_the_org_is_called() {
        String org = "r%26d%2F%C3%BCnit%207";

        HttpResponse<String> answer = world.client.post(
                Paths.submit(org), World.ADMIN, Submits.powerOn().json());

        HttpResponse<String> followed = world.client.get(header(answer, "Location"), World.ADMIN);
        assertThat(followed.statusCode()).isEqualTo(200);
        assertThat(followed.body()).isEqualTo(answer.body());
        assertThat(header(followed, "ETag")).isEqualTo(header(answer, "ETag"));
    }

    @Test
    void all_that_is_asked_for_is_kept() {
        RuleId rule = World.RULES.defaultFor(Operation.UPGRADE).id();
        String description = "\uD83D\uDE00".repeat(512);

        HttpResponse<String> answer = submit(Submits.powerOn()
                .with("siteId", "\"660E8400-E29B-41D4-A716-446655440000\"")
                .with("rackId", Submits.quoted(Submits.RACK.toUpperCase(Locale.ROOT)))
                .with("operation", Submits.operation("firmware_control", "upgrade"))
                .with("componentsByType", "{\"NVSwitch\":" + Submits.ids(1, 2) + ",\"CDU\":" + Submits.ids(3, 1) + "}")
                .with("description", Submits.quoted(description))
                .with("ruleId", Submits.quoted(rule.toString().toUpperCase(Locale.ROOT))));

        assertThat(answer.body()).isEqualTo(shown("Pending", description, "Pending", "\"" + rule + "\""));
        Components components = new Components(Map.of(
                ComponentType.NV_SWITCH, Set.of(component(1), component(2)), ComponentType.CDU, Set.of(component(3))));
        assertThat(firstTask().request())
                .isEqualTo(new TaskRequest(
                        World.SITE,
                        new RackId(UUID.fromString(Submits.RACK)),
                        Operation.UPGRADE,
                        components,
                        description,
                        rule));
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void every_operation_can_be_asked_for(Operation operation) {
        HttpResponse<String> answer = submit(Submits.powerOn()
                .with("operation", Submits.operation(operation.type().code(), operation.code())));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(firstTask().request().operation()).isEqualTo(operation);
    }

    @ParameterizedTest
    @EnumSource(value = ComponentType.class, mode = Mode.EXCLUDE, names = "UNKNOWN")
    void every_type_of_component_can_be_named(ComponentType type) {
        HttpResponse<String> answer = submit(
                Submits.powerOn().with("componentsByType", "{\"" + type.label() + "\":" + Submits.ids(1, 1) + "}"));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(firstTask().request().components().of(type)).containsExactly(component(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null"})
    void components_without_any_are_the_whole_rack(String none) {
        HttpResponse<String> answer = submit(Submits.powerOn().with("componentsByType", none));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(firstTask().request().components()).isEqualTo(Components.WHOLE_RACK);
    }

    @Test
    void a_thousand_components_can_be_named() {
        HttpResponse<String> answer = submit(Submits.powerOn()
                .with(
                        "componentsByType",
                        "{\"Compute\":" + Submits.ids(0, 600) + ",\"UMS\":" + Submits.ids(0, 400) + "}"));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(firstTask().request().components().of(ComponentType.COMPUTE)).hasSize(600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"description", "ruleId", "componentsByType", "conflictStrategy", "queueTimeoutSeconds"})
    void null_is_as_good_as_nothing(String field) {
        HttpResponse<String> answer = submit(Submits.powerOn().with(field, "null"));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo(shown("Pending", "", "Pending", "null"));
    }

    @Test
    void unknown_keys_and_the_query_are_ignored() {
        HttpResponse<String> answer = world.client.post(
                Paths.SUBMIT + "?siteId=x&dryRun",
                World.ADMIN,
                Submits.powerOn()
                        .with("force", "true")
                        .with("operation", "{\"more\":[null],\"code\":\"power_on\",\"type\":\"power_control\"}")
                        .json());

        assertThat(answer.statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"reject\"", "null"})
    void a_task_in_the_way_is_a_conflict_unless_the_caller_will_wait(String strategy) {
        submit(Submits.powerOn());

        HttpResponse<String> answer = submit(Submits.powerOn().with("conflictStrategy", strategy));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).isEqualTo(CONFLICT);
        assertThat(answer.headers().map()).doesNotContainKeys("ETag", "Location", "Retry-After");
        assertThat(world.audit()).hasSize(1);
    }

    @Test
    void tasks_for_other_components_or_another_rack_are_in_nobodys_way() {
        submit(naming("Compute", 1));

        HttpResponse<String> sameIdOfAnotherType = submit(naming("CDU", 1));
        HttpResponse<String> another = submit(naming("Compute", 2));
        HttpResponse<String> same = submit(naming("Compute", 1));
        HttpResponse<String> otherRack = submit(Submits.powerOn().with("rackId", Submits.quoted(World.SITE)));

        assertThat(sameIdOfAnotherType.statusCode()).isEqualTo(201);
        assertThat(another.statusCode()).isEqualTo(201);
        assertThat(same.statusCode()).isEqualTo(409);
        assertThat(otherRack.statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"null, 3600", "1, 1", "86400, 86400"})
    void a_task_that_will_wait_does_so_for_an_hour_or_as_long_as_it_says(String timeout, int seconds) {
        submit(Submits.powerOn());

        HttpResponse<String> answer = submit(Submits.powerOn().queued().with("queueTimeoutSeconds", timeout));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body())
                .isEqualTo(shown("Waiting", "", "Queued: waiting for rack to become available", "null")
                        .replace(Submits.FIRST_ID, "00000000-0000-0000-0000-000000000002"));
        assertThat(task(2).state()).isEqualTo(new Waiting(World.START.plusSeconds(seconds)));
    }

    @Test
    void without_a_timeout_a_task_waits_for_an_hour() {
        submit(Submits.powerOn());

        submit(Submits.powerOn().queued());

        assertThat(task(2).state()).isEqualTo(new Waiting(World.START.plus(Duration.ofHours(1))));
    }

    @Test
    void five_may_wait_for_a_rack() {
        submit(Submits.powerOn());
        for (int waiting = 1; waiting <= 5; waiting++) {
            assertThat(submit(Submits.powerOn().queued()).statusCode()).isEqualTo(201);
        }

        HttpResponse<String> answer = submit(Submits.powerOn().queued());

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).isEqualTo(FULL);
    }

    private HttpResponse<String> submit(Submits body) {
        return world.client.post(Paths.SUBMIT, World.ADMIN, body.json());
    }

    private static Submits naming(String type, int component) {
        return Submits.powerOn().with("componentsByType", "{\"" + type + "\":" + Submits.ids(component, 1) + "}");
    }

    private Task firstTask() {
        return task(1);
    }

    private Task task(int number) {
        return world.kept(World.SITE, new UUID(0, number));
    }

    private static ComponentId component(int number) {
        return new ComponentId(new UUID(6, number));
    }

    private static String shown(String status, String description, String message, String rule) {
        Instant now = World.START;
        return "{\"id\":\"" + Submits.FIRST_ID + "\",\"status\":\"" + status + "\",\"description\":\"" + description
                + "\",\"message\":\"" + message + "\",\"ruleId\":" + rule
                + ",\"started\":null,\"finished\":null,\"created\":\"" + now + "\",\"updated\":\"" + now + "\"}";
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElseThrow();
    }
}

package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.task.TaskState.Waiting;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.RuleId;
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

/** Accepted submits, queued submits, and conflicts. */
final class SubmitTaskRouteTest {

    private static final String CONFLICT = Paths.error("rack " + SubmitBodies.RACK + " already has a conflicting task");
    private static final String FULL = Paths.error("rack " + SubmitBodies.RACK + " waiting queue is full (5/5 tasks)");

    private HttpFixture fixture;

    @BeforeEach
    void start() {
        fixture = HttpFixture.running();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void a_task_for_a_free_rack_is_pending() {
        HttpResponse<String> response = submit(SubmitBodies.powerOn());

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo(taskJson("Pending", "", "Pending", "null"));
        assertThat(header(response, "Content-Type")).isEqualTo("application/json");
        assertThat(header(response, "ETag")).isEqualTo("\"1\"");
        assertThat(header(response, "Location"))
                .isEqualTo("/v2/org/demo-org/nico/task/" + SubmitBodies.FIRST_ID
                        + "?siteId=660e8400-e29b-41d4-a716-446655440000");
        assertThat(response.headers().map()).doesNotContainKeys("Task-Stop", "Retry-After", "Cancel-Outcome");
    }

    @Test
    void the_caller_is_audited() {
        HttpResponse<String> response = fixture.client.post(
                Paths.SUBMIT, HttpFixture.ADMIN, SubmitBodies.powerOn().json(), "X-Request-ID", "request-7");

        assertThat(response.statusCode()).isEqualTo(201);
        AuditEntry entry = fixture.audit().getFirst();
        assertThat(fixture.audit()).hasSize(1);
        assertThat(entry.outcome()).isEqualTo(new Outcome.Granted());
        assertThat(entry.request().action()).isEqualTo(Action.SUBMIT_TASK);
        assertThat(entry.request().subject().value()).isEqualTo("admin");
        assertThat(entry.request().origin().requestId()).isEqualTo("request-7");
    }

    @Test
    void the_location_of_a_submit_works_for_every_name_of_an_org() {
        String org = "r%26d%2F%C3%BCnit%207";

        HttpResponse<String> response = fixture.client.post(
                Paths.submit(org), HttpFixture.ADMIN, SubmitBodies.powerOn().json());

        HttpResponse<String> followed = fixture.client.get(header(response, "Location"), HttpFixture.ADMIN);
        assertThat(followed.statusCode()).isEqualTo(200);
        assertThat(followed.body()).isEqualTo(response.body());
        assertThat(header(followed, "ETag")).isEqualTo(header(response, "ETag"));
    }

    @Test
    void a_submit_stores_every_field() {
        RuleId rule = HttpFixture.RULES.defaultFor(Operation.UPGRADE).id();
        String description = "\uD83D\uDE00".repeat(512);

        HttpResponse<String> response = submit(SubmitBodies.powerOn()
                .with("siteId", "\"660E8400-E29B-41D4-A716-446655440000\"")
                .with("rackId", SubmitBodies.quoted(SubmitBodies.RACK.toUpperCase(Locale.ROOT)))
                .with("operation", SubmitBodies.operation("firmware_control", "upgrade"))
                .with(
                        "componentsByType",
                        "{\"NVSwitch\":" + SubmitBodies.ids(1, 2) + ",\"CDU\":" + SubmitBodies.ids(3, 1) + "}")
                .with("description", SubmitBodies.quoted(description))
                .with("ruleId", SubmitBodies.quoted(rule.toString().toUpperCase(Locale.ROOT))));

        assertThat(response.body()).isEqualTo(taskJson("Pending", description, "Pending", "\"" + rule + "\""));
        ComponentSelection components = new ComponentSelection(Map.of(
                ComponentType.NV_SWITCH, Set.of(component(1), component(2)), ComponentType.CDU, Set.of(component(3))));
        assertThat(firstTask().spec())
                .isEqualTo(new TaskSpec(
                        HttpFixture.SITE,
                        new RackId(UUID.fromString(SubmitBodies.RACK)),
                        Operation.UPGRADE,
                        components,
                        description,
                        rule));
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void every_operation_can_be_submitted(Operation operation) {
        HttpResponse<String> response = submit(SubmitBodies.powerOn()
                .with("operation", SubmitBodies.operation(operation.type().code(), operation.code())));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(firstTask().spec().operation()).isEqualTo(operation);
    }

    @ParameterizedTest
    @EnumSource(value = ComponentType.class, mode = Mode.EXCLUDE, names = "UNKNOWN")
    void every_component_type_can_be_named(ComponentType type) {
        HttpResponse<String> response = submit(SubmitBodies.powerOn()
                .with("componentsByType", "{\"" + type.label() + "\":" + SubmitBodies.ids(1, 1) + "}"));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(firstTask().spec().components().idsOf(type)).containsExactly(component(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null"})
    void a_submit_without_components_is_for_the_whole_rack(String none) {
        HttpResponse<String> response = submit(SubmitBodies.powerOn().with("componentsByType", none));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(firstTask().spec().components()).isEqualTo(ComponentSelection.WHOLE_RACK);
    }

    @Test
    void a_thousand_components_can_be_named() {
        HttpResponse<String> response = submit(SubmitBodies.powerOn()
                .with(
                        "componentsByType",
                        "{\"Compute\":" + SubmitBodies.ids(0, 600) + ",\"UMS\":" + SubmitBodies.ids(0, 400) + "}"));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(firstTask().spec().components().idsOf(ComponentType.COMPUTE)).hasSize(600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"description", "ruleId", "componentsByType", "conflictStrategy", "queueTimeoutSeconds"})
    void null_means_the_same_as_a_missing_field(String field) {
        HttpResponse<String> response = submit(SubmitBodies.powerOn().with(field, "null"));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo(taskJson("Pending", "", "Pending", "null"));
    }

    @Test
    void unknown_keys_and_the_query_are_ignored() {
        HttpResponse<String> response = fixture.client.post(
                Paths.SUBMIT + "?siteId=x&dryRun",
                HttpFixture.ADMIN,
                SubmitBodies.powerOn()
                        .with("force", "true")
                        .with("operation", "{\"more\":[null],\"code\":\"power_on\",\"type\":\"power_control\"}")
                        .json());

        assertThat(response.statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"reject\"", "null"})
    void a_conflicting_task_is_refused_unless_the_submit_queues(String strategy) {
        submit(SubmitBodies.powerOn());

        HttpResponse<String> response = submit(SubmitBodies.powerOn().with("conflictStrategy", strategy));

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).isEqualTo(CONFLICT);
        assertThat(response.headers().map()).doesNotContainKeys("ETag", "Location", "Retry-After");
        assertThat(fixture.audit()).hasSize(1);
    }

    @Test
    void tasks_for_other_components_or_another_rack_do_not_conflict() {
        submit(forComponent("Compute", 1));

        HttpResponse<String> sameIdOfAnotherType = submit(forComponent("CDU", 1));
        HttpResponse<String> another = submit(forComponent("Compute", 2));
        HttpResponse<String> same = submit(forComponent("Compute", 1));
        HttpResponse<String> otherRack =
                submit(SubmitBodies.powerOn().with("rackId", SubmitBodies.quoted(HttpFixture.SITE)));

        assertThat(sameIdOfAnotherType.statusCode()).isEqualTo(201);
        assertThat(another.statusCode()).isEqualTo(201);
        assertThat(same.statusCode()).isEqualTo(409);
        assertThat(otherRack.statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"null, 3600", "1, 1", "86400, 86400"})
    void a_queued_task_waits_for_the_given_timeout_or_an_hour(String timeout, int seconds) {
        submit(SubmitBodies.powerOn());

        HttpResponse<String> response = submit(SubmitBodies.powerOn().queued().with("queueTimeoutSeconds", timeout));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body())
                .isEqualTo(taskJson("Waiting", "", "Queued: waiting for rack to become available", "null")
                        .replace(SubmitBodies.FIRST_ID, "00000000-0000-0000-0000-000000000002"));
        assertThat(task(2).state()).isEqualTo(new Waiting(HttpFixture.START.plusSeconds(seconds)));
    }

    @Test
    void a_queued_task_without_a_timeout_waits_for_an_hour() {
        submit(SubmitBodies.powerOn());

        submit(SubmitBodies.powerOn().queued());

        assertThat(task(2).state()).isEqualTo(new Waiting(HttpFixture.START.plus(Duration.ofHours(1))));
    }

    @Test
    void at_most_five_tasks_wait_for_a_rack() {
        submit(SubmitBodies.powerOn());
        for (int waiting = 1; waiting <= 5; waiting++) {
            assertThat(submit(SubmitBodies.powerOn().queued()).statusCode()).isEqualTo(201);
        }

        HttpResponse<String> response = submit(SubmitBodies.powerOn().queued());

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).isEqualTo(FULL);
    }

    private HttpResponse<String> submit(SubmitBodies body) {
        return fixture.client.post(Paths.SUBMIT, HttpFixture.ADMIN, body.json());
    }

    private static SubmitBodies forComponent(String type, int component) {
        return SubmitBodies.powerOn()
                .with("componentsByType", "{\"" + type + "\":" + SubmitBodies.ids(component, 1) + "}");
    }

    private Task firstTask() {
        return task(1);
    }

    private Task task(int number) {
        return fixture.stored(HttpFixture.SITE, new UUID(0, number));
    }

    private static ComponentId component(int number) {
        return new ComponentId(new UUID(6, number));
    }

    private static String taskJson(String status, String description, String message, String rule) {
        Instant now = HttpFixture.START;
        return "{\"id\":\"" + SubmitBodies.FIRST_ID + "\",\"status\":\"" + status + "\",\"description\":\""
                + description
                + "\",\"message\":\"" + message + "\",\"ruleId\":" + rule
                + ",\"started\":null,\"finished\":null,\"created\":\"" + now + "\",\"updated\":\"" + now + "\"}";
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }
}

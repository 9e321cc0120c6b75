package io.nicotask.adapter.workflow;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Inputs and results of workflows and activities. An engine may hold some that an earlier version wrote. */
final class WorkflowInputs {

    private WorkflowInputs() {}

    /**
     * The input of the built-in workflow. It must not change: workers of earlier versions refuse unknown fields.
     *
     * @param task the task's id
     * @param site the id of its site
     */
    public record RackOperationInput(
            @JsonProperty("task") String task,
            @JsonProperty("site") String site) {

        static RackOperationInput of(Task task) {
            return new RackOperationInput(
                    task.id().toString(), task.spec().site().toString());
        }

        TaskId taskId() {
            return new TaskId(UUID.fromString(task));
        }

        SiteId siteId() {
            return new SiteId(UUID.fromString(site));
        }
    }

    /**
     * The input of external workflows.
     *
     * @param task the task's id
     * @param site the id of its site
     * @param operation the operation
     * @param rack the id of the rack
     * @param componentsByType the ids of the components by the label of their type; empty for the whole rack
     * @param description the description that the client submitted; may be empty
     */
    public record ExternalWorkflowInput(
            @JsonProperty("task") String task,
            @JsonProperty("site") String site,
            @JsonProperty("operation") OperationCode operation,
            @JsonProperty("rack") String rack,
            @JsonProperty("componentsByType") Map<String, List<String>> componentsByType,
            @JsonProperty("description") String description) {

        static ExternalWorkflowInput of(Task task) {
            TaskSpec spec = task.spec();
            return new ExternalWorkflowInput(
                    task.id().toString(),
                    spec.site().toString(),
                    OperationCode.of(spec.operation()),
                    spec.rack().toString(),
                    idsByLabel(spec.components()),
                    spec.description());
        }

        private static Map<String, List<String>> idsByLabel(ComponentSelection components) {
            Map<String, List<String>> ids = new TreeMap<>();
            components
                    .byType()
                    .forEach((type, named) -> ids.put(
                            type.label(),
                            named.stream().map(ComponentId::toString).sorted().toList()));
            return ids;
        }
    }

    /**
     * An operation as the HTTP API spells it.
     *
     * @param type the kind of operation, such as {@code power_control}
     * @param code the operation, such as {@code power_on}
     */
    public record OperationCode(
            @JsonProperty("type") String type,
            @JsonProperty("code") String code) {

        static OperationCode of(Operation operation) {
            return new OperationCode(operation.type().code(), operation.code());
        }
    }

    /**
     * The result of a stage.
     *
     * @param error why the stage failed, or null when it succeeded
     */
    public record StageResult(
            @JsonProperty("error") @Nullable String error) {}
}

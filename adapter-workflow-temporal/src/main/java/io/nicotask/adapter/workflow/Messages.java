package io.nicotask.adapter.workflow;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is said to workflows and activities. An engine may hold what an earlier version has said. */
final class Messages {

    private Messages() {}

    /**
     * Which task to work for, for our own workflow. It stays as it is: what reads it refuses fields that it does not know.
     *
     * @param task the task's id
     * @param site the id of its site
     */
    public record Order(
            @JsonProperty("task") String task,
            @JsonProperty("site") String site) {

        static Order of(Task task) {
            return new Order(task.id().toString(), task.request().site().toString());
        }

        TaskId taskId() {
            return new TaskId(UUID.fromString(task));
        }

        SiteId siteId() {
            return new SiteId(UUID.fromString(site));
        }
    }

    /**
     * All that a workflow needs which others have brought.
     *
     * @param task the task's id
     * @param site the id of its site
     * @param operation what is to be done
     * @param rack the id of the rack
     * @param componentsByType the ids of the components, by the label of their type; empty for the whole rack
     * @param description the submitter's words, empty when there are none
     */
    public record ForeignOrder(
            @JsonProperty("task") String task,
            @JsonProperty("site") String site,
            @JsonProperty("operation") OperationCode operation,
            @JsonProperty("rack") String rack,
            @JsonProperty("componentsByType") Map<String, List<String>> componentsByType,
            @JsonProperty("description") String description) {

        static ForeignOrder of(Task task) {
            TaskRequest request = task.request();
            return new ForeignOrder(
                    task.id().toString(),
                    request.site().toString(),
                    OperationCode.of(request.operation()),
                    request.rack().toString(),
                    idsByLabel(request.components()),
                    request.description());
        }

        private static Map<String, List<String>> idsByLabel(Components components) {
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
     * What is to be done, as clients know it.
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
     * How a stage ended.
     *
     * @param error what went wrong, or null when nothing did
     */
    public record StageEnd(@JsonProperty("error") @Nullable String error) {}
}

package io.nicotask.adapter.workflow;

import static java.util.stream.Collectors.toMap;

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

/**
 * What is said to workflows and activities. An engine may hold what an earlier version has said, so fields may be added
 * but never change, and those that were added may be missing.
 */
final class Messages {

    private Messages() {}

    /**
     * Which task to work for. Our own workflow looks at nothing but the first two; the rest is for those that others have
     * brought, and null where an earlier version has left it out.
     *
     * @param task the task's id
     * @param site the id of its site
     * @param operation what is to be done
     * @param rack the id of the rack
     * @param componentsByType the ids of the components, by the label of their type; empty for the whole rack
     * @param description the submitter's words, empty when there are none
     */
    public record Order(
            String task,
            String site,
            @Nullable OperationCode operation,
            @Nullable String rack,
            @Nullable Map<String, List<String>> componentsByType,
            @Nullable String description) {

        static Order of(Task task) {
            TaskRequest request = task.request();
            return new Order(
                    task.id().toString(),
                    request.site().toString(),
                    OperationCode.of(request.operation()),
                    request.rack().toString(),
                    idsByLabel(request.components()),
                    request.description());
        }

        TaskId taskId() {
            return new TaskId(UUID.fromString(task));
        }

        SiteId siteId() {
            return new SiteId(UUID.fromString(site));
        }

        private static Map<String, List<String>> idsByLabel(Components components) {
            return components.byType().entrySet().stream()
                    .collect(toMap(
                            named -> named.getKey().label(),
                            named -> named.getValue().stream()
                                    .map(ComponentId::toString)
                                    .sorted()
                                    .toList(),
                            (one, other) -> one,
                            TreeMap::new));
        }
    }

    /**
     * What is to be done, as clients know it.
     *
     * @param type the kind of operation, such as {@code power_control}
     * @param code the operation, such as {@code power_on}
     */
    public record OperationCode(String type, String code) {

        static OperationCode of(Operation operation) {
            return new OperationCode(operation.type().code(), operation.code());
        }
    }

    /**
     * How a stage ended.
     *
     * @param error what went wrong, or null when nothing did
     */
    public record StageEnd(@Nullable String error) {}
}

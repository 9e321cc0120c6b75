package io.nicotask.adapter.persistence;

import io.nicotask.application.port.TaskQueries.TaskList;
import io.nicotask.domain.access.TaskScope;
import java.util.Arrays;
import java.util.UUID;

/** The kinds of parts that have lists, as pieces of SQL in which no name needs a prefix. */
enum ListSql {
    SITE("site", "task_position", "task", "site_id = :part"),

    RACK("rack", "task_position", "task", "site_id = :site and rack_id = :part"),

    TRAY(
            "tray",
            "task_component",
            "task_component join task using (site_id, created_at, id)",
            "site_id = :site and component_id = :part");

    private final String label;
    private final String positions;
    private final String tasks;
    private final String condition;

    ListSql(String label, String positions, String tasks, String condition) {
        this.label = label;
        this.positions = positions;
        this.tasks = tasks;
        this.condition = condition;
    }

    /** The kind that the part is of. */
    static ListSql of(TaskList list) {
        return switch (list) {
            case TaskList.Site site -> SITE;
            case TaskList.Rack rack -> RACK;
            case TaskList.Tray tray -> TRAY;
        };
    }

    /** The kind that the database calls so. */
    static ListSql ofLabel(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label.equals(label))
                .findFirst()
                .orElseThrow();
    }

    /** Which one of its kind the part is. */
    static UUID idOf(TaskList list, TaskScope scope) {
        return switch (list) {
            case TaskList.Site site -> scope.site().value();
            case TaskList.Rack rack -> rack.rack().value();
            case TaskList.Tray tray -> tray.tray().value();
        };
    }

    /**
     * Puts the pieces into a text: {@code {part}}, the label of the kind; {@code {positions}}, which holds
     * {@code created_at} and {@code id} of tasks, and which an index gives in their order; {@code {tasks}}, which holds
     * all else of them as well, and gives open ones in their order; and {@code {condition}}, which makes them those of the
     * part.
     */
    String in(String template) {
        return template.replace("{part}", label)
                .replace("{positions}", positions)
                .replace("{tasks}", tasks)
                .replace("{condition}", condition);
    }
}

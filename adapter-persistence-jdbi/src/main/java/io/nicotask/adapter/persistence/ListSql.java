package io.nicotask.adapter.persistence;

import io.nicotask.application.port.TaskQueries.TaskList;
import io.nicotask.domain.access.TaskScope;
import java.util.Arrays;
import java.util.UUID;

/** The kinds of task lists, as SQL fragments in which no column needs a qualifier. */
enum ListSql {
    SITE("site", "nico.task_position", "nico.task", "site_id = :listId"),

    RACK("rack", "nico.task_position", "nico.task", "site_id = :site and rack_id = :listId"),

    TRAY(
            "tray",
            "nico.task_component",
            "nico.task_component join nico.task using (site_id, created_at, id)",
            "site_id = :site and component_id = :listId");

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

    /** Returns the kind of a list. */
    static ListSql of(TaskList list) {
        return switch (list) {
            case TaskList.Site site -> SITE;
            case TaskList.Rack rack -> RACK;
            case TaskList.Tray tray -> TRAY;
        };
    }

    /** Returns the kind with this label in the database. */
    static ListSql ofLabel(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label.equals(label))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the id of the list's site, rack or tray. */
    static UUID idOf(TaskList list, TaskScope scope) {
        return switch (list) {
            case TaskList.Site site -> scope.site().value();
            case TaskList.Rack rack -> rack.rack().value();
            case TaskList.Tray tray -> tray.tray().value();
        };
    }

    /**
     * Fills in a template: {@code {kind}}, the label of the kind; {@code {positions}}, a table with {@code created_at}
     * and {@code id} of tasks, which an index reads in list order; {@code {tasks}}, a join with all columns of tasks,
     * which an index reads in list order for open tasks; and {@code {condition}}, which selects the tasks of the list.
     */
    String fill(String template) {
        return template.replace("{kind}", label)
                .replace("{positions}", positions)
                .replace("{tasks}", tasks)
                .replace("{condition}", condition);
    }
}

package io.nicotask.bootstrap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * The expected audit entry of a denial.
 *
 * @param action the action of the request
 * @param org the org in the request's path
 * @param why the reason for the denial
 * @param site the site in the request, if the check came that far
 * @param task the task in the request, if the check came that far
 */
record AuditedDenial(
        String action,
        String org,
        String why,
        @Nullable SiteId site,
        @Nullable TaskId task) {

    private static final String TABLE = "audit ";

    AuditedDenial(String action, String org, String why) {
        this(action, org, why, null, null);
    }

    /** Whether the row is the audit entry of this denial, for a request to {@link IdleServer}. */
    boolean matches(String row) {
        if (!row.startsWith(TABLE)) {
            return false;
        }
        ObjectNode entry = (ObjectNode) DatabaseRows.json(row.substring(TABLE.length()));
        boolean numberedAndTimed =
                entry.remove("id").isNumber() && entry.remove("at").isTextual();
        return numberedAndTimed && entry.equals(expected());
    }

    private ObjectNode expected() {
        return ((ObjectNode) DatabaseRows.json("{}"))
                .put("action", action)
                .put("org", org)
                .put("denial", why)
                .put("site_id", site == null ? null : site.toString())
                .put("task_id", task == null ? null : task.toString())
                .put("subject", "people/alice")
                .put("request_id", IdleServer.REQUEST_ID)
                .put("source_address", "127.0.0.1")
                .putNull("reason");
    }
}

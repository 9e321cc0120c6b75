package io.nicotask.adapter.persistence;

import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.AuditedRequest;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.application.port.AuditTrail;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

final class JdbiAuditTrail implements AuditTrail {

    private static final String RECORD = """
            insert into audit (at, subject, org, action, site_id, task_id, request_id, source_address, denial, reason)
            values (:at, :subject, :org, :action, cast(:site as uuid), cast(:task as uuid), :requestId, :sourceAddress,
                    :denial, :reason)
            """;

    private final JdbiTransactions transactions;

    JdbiAuditTrail(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void record(AuditEntry entry) {
        transactions.write(
                handle -> handle.createUpdate(RECORD).bindMap(values(entry)).execute());
    }

    /** Returns the values of the columns. */
    static Map<String, @Nullable Object> values(AuditEntry entry) {
        AuditedRequest request = entry.request();
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("at", entry.at());
        values.put("subject", request.subject().value());
        values.put("org", request.org().value());
        values.put("action", request.action().name());
        values.put("site", request.site() == null ? null : request.site().value());
        values.put("task", request.task() == null ? null : request.task().value());
        values.put("requestId", request.origin().requestId());
        values.put("sourceAddress", request.origin().sourceAddress());
        values.put("denial", denial(entry.outcome()));
        values.put("reason", entry.reason() == null ? null : entry.reason().text());
        return values;
    }

    private static @Nullable String denial(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Granted granted -> null;
            case Outcome.Denied denied -> denied.reason().name();
        };
    }
}

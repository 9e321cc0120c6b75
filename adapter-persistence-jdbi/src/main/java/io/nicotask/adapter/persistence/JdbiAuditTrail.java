package io.nicotask.adapter.persistence;

import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.AuditedRequest;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import org.jspecify.annotations.Nullable;

final class JdbiAuditTrail implements AuditTrail {

    private static final String INSERT = """
            @audited as (
                insert into nico.audit (at, subject, org, action, site_id, task_id, request_id, source_address, denial,
                                        reason)
                values (:at, :subject, :org, :action, cast(:site as uuid), cast(:task as uuid), :requestId,
                        :sourceAddress, :denial, :reason)
            )
            """;

    private final JdbiTransactions transactions;

    JdbiAuditTrail(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void record(AuditEntry entry) {
        CombinedStatement statement = new CombinedStatement();
        record(statement, entry);
        transactions.write(statement);
    }

    /** Adds an entry to a statement. */
    static void record(CombinedStatement statement, AuditEntry entry) {
        AuditedRequest request = entry.request();
        statement
                .add(INSERT)
                .bind("at", entry.at())
                .bind("subject", request.subject().value())
                .bind("org", request.org() == null ? null : request.org().value())
                .bind("action", request.action().name())
                .bind("site", request.site() == null ? null : request.site().value())
                .bind("task", request.task() == null ? null : request.task().value())
                .bind("requestId", request.origin().requestId())
                .bind("sourceAddress", request.origin().sourceAddress())
                .bind("denial", denial(entry.outcome()))
                .bind("reason", entry.reason() == null ? null : entry.reason().text());
    }

    private static @Nullable String denial(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Granted granted -> null;
            case Outcome.Denied denied -> denied.reason().name();
        };
    }
}

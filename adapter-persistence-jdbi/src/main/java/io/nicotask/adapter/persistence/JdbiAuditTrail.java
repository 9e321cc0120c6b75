package io.nicotask.adapter.persistence;

import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.application.port.AuditEntry.Wish;
import io.nicotask.application.port.AuditTrail;
import org.jspecify.annotations.Nullable;

final class JdbiAuditTrail implements AuditTrail {

    private static final String RECORD = """
            insert into audit (at, subject, org, action, site_id, task_id, request_id, source_address, denial, reason)
            values (:at, :subject, :org, :action, cast(:site as uuid), cast(:task as uuid), :requestId, :sourceAddress, :denial, :reason)
            """;

    private final JdbiTransactions transactions;

    JdbiAuditTrail(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void record(AuditEntry entry) {
        Wish wish = entry.wish();
        transactions.write(handle -> handle.createUpdate(RECORD)
                .bind("at", entry.at())
                .bind("subject", wish.subject().value())
                .bind("org", wish.org().value())
                .bind("action", wish.action().name())
                .bind("site", wish.site() == null ? null : wish.site().value())
                .bind("task", wish.task() == null ? null : wish.task().value())
                .bind("requestId", wish.origin().requestId())
                .bind("sourceAddress", wish.origin().sourceAddress())
                .bind("denial", denial(entry.outcome()))
                .bind("reason", entry.reason() == null ? null : entry.reason().text())
                .execute());
    }

    private static @Nullable String denial(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Granted granted -> null;
            case Outcome.Denied denied -> denied.reason().name();
        };
    }
}

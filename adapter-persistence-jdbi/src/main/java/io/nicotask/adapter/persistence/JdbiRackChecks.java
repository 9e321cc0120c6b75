package io.nicotask.adapter.persistence;

import io.nicotask.application.port.RackChecks;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import java.time.Duration;
import java.util.List;

final class JdbiRackChecks implements RackChecks {

    /** Skips rows that other transactions have locked, so that no replica waits. */
    private static final String CLAIM_DUE = """
            with due as materialized (
                select r.site_id, r.rack_id, r.next_check_at from rack r
                where r.next_check_at <= statement_timestamp()
                order by r.next_check_at limit :limit
                for no key update of r skip locked
            ), claimed as (
                update rack r set next_check_at = clock_timestamp() + make_interval(secs => :delay)
                from due where r.site_id = due.site_id and r.rack_id = due.rack_id
                returning due.*
            )
            select * from claimed order by next_check_at
            """;

    private final JdbiTransactions transactions;

    JdbiRackChecks(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<DueRack> claimDue(int limit, Duration delay) {
        return transactions.write(handle -> handle.createQuery(CLAIM_DUE)
                .bind("limit", limit)
                .bind("delay", Columns.seconds(delay))
                .map((row, context) ->
                        new DueRack(new SiteId(Columns.uuid(row, "site_id")), new RackId(Columns.uuid(row, "rack_id"))))
                .list());
    }
}

package io.nicotask.adapter.persistence;

import io.nicotask.application.port.TaskListing;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import java.util.List;

final class JdbiTaskListing implements TaskListing {

    /** A task is open as long as it has not finished; said so, the query can use the index of the open tasks. */
    private static final String OPEN = """
            select t.* from task t join site s on s.id = t.site_id
            where t.finished_at is null and s.id = :site and s.provider_id = :provider
            order by t.created_at desc, t.id desc
            limit :limit
            """;

    private final JdbiTransactions transactions;

    JdbiTaskListing(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<Task> open(TaskScope scope, int limit) {
        return transactions.read(handle -> Columns.scoped(handle.createQuery(OPEN), scope)
                .bind("limit", limit)
                .map(TaskRow::read)
                .list());
    }
}

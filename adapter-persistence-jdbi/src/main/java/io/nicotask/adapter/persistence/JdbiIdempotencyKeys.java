package io.nicotask.adapter.persistence;

import io.nicotask.application.port.IdempotencyKeys;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Stores a hash of the request's fingerprint, so that rows are equally small for all requests. */
final class JdbiIdempotencyKeys implements IdempotencyKeys {

    /** Locks a hash of the key, as an unused key has no row; keys with equal hashes wait for each other needlessly. */
    private static final String LOCK =
            "select pg_advisory_xact_lock(hashtextextended(:key, hashtextextended(:org, 0)))";

    private static final String FIND = """
            select task_id, fingerprint = sha256(convert_to(:fingerprint, 'UTF8')) as same
            from idempotency_key where org = :org and key = :key and at > :expiredBefore
            """;

    /** Deletes up to five expired keys for each new one, so that the table holds about the keys of one day. */
    private static final String UPSERT = """
            with expired as materialized (
                select org, key from idempotency_key
                where at <= :expiredBefore and (org, key) <> (:org, :key)
                order by at limit 5
                for update skip locked
            ), deleted as (
                delete from idempotency_key k using expired where k.org = expired.org and k.key = expired.key
            )
            insert into idempotency_key (org, key, fingerprint, task_id, at)
            values (:org, :key, sha256(convert_to(:fingerprint, 'UTF8')), :task, :now)
            on conflict (org, key) do update
            set fingerprint = excluded.fingerprint, task_id = excluded.task_id, at = excluded.at
            """;

    private final JdbiTransactions transactions;

    JdbiIdempotencyKeys(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    /** Reads the key in a second statement: one that waited for the lock has a snapshot from before the wait. */
    @Override
    public KeyState lock(OrgName org, String key, String fingerprint, Instant now) {
        return transactions.read(handle -> {
            bindKey(org, key, handle.createQuery(LOCK))
                    .map((row, context) -> key)
                    .one();
            return find(handle, org, key, fingerprint, now);
        });
    }

    private static KeyState find(Handle handle, OrgName org, String key, String fingerprint, Instant now) {
        return bindKey(org, key, handle.createQuery(FIND))
                .bind("fingerprint", fingerprint)
                .bind("expiredBefore", now.minus(RETENTION))
                .<KeyState>map((row, context) -> row.getBoolean("same")
                        ? new KeyState.SameRequest(new TaskId(Columns.uuid(row, "task_id")))
                        : new KeyState.DifferentRequest())
                .findOne()
                .orElseGet(KeyState.Unused::new);
    }

    @Override
    public void recordUse(OrgName org, String key, String fingerprint, TaskId task, Instant now) {
        transactions.write(handle -> bindKey(org, key, handle.createUpdate(UPSERT))
                .bind("fingerprint", fingerprint)
                .bind("task", task.value())
                .bind("now", now)
                .bind("expiredBefore", now.minus(RETENTION))
                .execute());
    }

    private static <S extends SqlStatement<S>> S bindKey(OrgName org, String key, S statement) {
        return statement.bind("org", org.value()).bind("key", key);
    }
}

package io.nicotask.adapter.persistence;

import io.nicotask.domain.access.TaskScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** How values that more than one table has are bound and read. */
final class Columns {

    private static final double NANOS_PER_SECOND = 1e9;

    private Columns() {}

    /** Binds the scope as {@code :site} and {@code :provider}. */
    static <S extends SqlStatement<S>> S scoped(S statement, TaskScope scope) {
        return statement
                .bind("site", scope.site().value())
                .bind("provider", scope.provider().value());
    }

    /** A duration as {@code make_interval(secs => …)} takes it. */
    static double seconds(Duration duration) {
        return duration.toNanos() / NANOS_PER_SECOND;
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }
}

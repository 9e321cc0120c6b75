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

/** Binds and reads values that several tables have in common. */
final class Columns {

    private static final double NANOS_PER_SECOND = 1e9;

    private Columns() {}

    /** Binds the scope as {@code :site} and {@code :provider}. */
    static <S extends SqlStatement<S>> S bindScope(S statement, TaskScope scope) {
        return statement
                .bind("site", scope.site().value())
                .bind("provider", scope.provider().value());
    }

    /** Converts a duration for {@code make_interval(secs => …)}. */
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

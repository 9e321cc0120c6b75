package io.nicotask.adapter.persistence;

import io.nicotask.application.port.UserDirectory;
import io.nicotask.application.port.UserDirectory.User;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Profile;
import io.nicotask.domain.access.Caller.Subject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

final class JdbiUserDirectory implements UserDirectory {

    private static final String COLUMNS = "subject, first_name, last_name, email, created_at, updated_at";

    private static final String FIND = "select " + COLUMNS + " from nico.app_user where subject = :subject";

    /** Of two concurrent calls, the later one reads what the earlier one wrote. */
    private static final String UPSERT = """
            insert into nico.app_user as u ({columns})
            values (:subject, :firstName, :lastName, :email, :now, :now)
            on conflict (subject) do update
            set first_name = excluded.first_name, last_name = excluded.last_name, email = excluded.email,
                updated_at = case when (u.first_name, u.last_name, u.email)
                                       = (excluded.first_name, excluded.last_name, excluded.email)
                                  then u.updated_at else excluded.updated_at end
            returning {columns}
            """.replace("{columns}", COLUMNS);

    private final JdbiTransactions transactions;

    JdbiUserDirectory(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public User recordCaller(Caller caller, Instant now) {
        return find(caller.subject())
                .filter(user -> user.profile().equals(caller.profile()))
                .orElseGet(() -> transactions.write(handle -> upsert(handle, caller, now)));
    }

    private Optional<User> find(Subject subject) {
        return transactions.read(handle -> handle.createQuery(FIND)
                .bind("subject", subject.value())
                .map(JdbiUserDirectory::read)
                .findOne());
    }

    private static User upsert(Handle handle, Caller caller, Instant now) {
        return handle.createQuery(UPSERT)
                .bind("subject", caller.subject().value())
                .bind("firstName", caller.profile().firstName())
                .bind("lastName", caller.profile().lastName())
                .bind("email", caller.profile().email())
                .bind("now", now.truncatedTo(ChronoUnit.MICROS))
                .map(JdbiUserDirectory::read)
                .one();
    }

    private static User read(ResultSet row, StatementContext context) throws SQLException {
        return new User(
                new Subject(row.getString("subject")),
                new Profile(row.getString("first_name"), row.getString("last_name"), row.getString("email")),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }
}

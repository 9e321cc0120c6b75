package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections whose sessions are set up and lead to the known database. The pool itself would verify its first
 * session before it has set it up.
 */
final class VerifiedSessions {

    private final Settings settings;
    private final String setUp;

    VerifiedSessions(Settings settings, KnownDatabase database) {
        this.settings = settings;
        this.setUp = database.sessionSql(settings.limits());
    }

    Connection open() throws SQLException {
        Connection connection = DatabaseLogin.connectForStatements(settings);
        try (Statement statement = connection.createStatement()) {
            statement.execute(setUp);
            return connection;
        } catch (SQLException refused) {
            connection.close();
            throw refused;
        }
    }

    /** Returns the interface that the pool needs, with the methods that it calls. */
    DataSource asDataSource() {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> call(method.getName()));
    }

    private @Nullable Object call(String method) throws SQLException {
        return switch (method) {
            case "getConnection" -> open();
            case "getLoginTimeout" -> 1; // how long the pool waits for its own threads when it closes
            case "setLoginTimeout" -> null;
            case "toString" -> settings.toString();
            default -> throw new UnsupportedOperationException(method);
        };
    }
}

package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.ConnectionFactory;

/**
 * Opens connections whose sessions are set up and lead to the known database. The pool itself would verify its first
 * session before it has set it up.
 */
final class VerifiedSessions implements ConnectionFactory {

    private final Settings settings;
    private final String setUp;

    VerifiedSessions(Settings settings, KnownDatabase database) {
        this.settings = settings;
        this.setUp = database.sessionSql(settings.limits());
    }

    @Override
    public Connection openConnection() throws SQLException {
        Connection connection = DatabaseLogin.connectForStatements(settings);
        try (Statement statement = connection.createStatement()) {
            statement.execute(setUp);
            return connection;
        } catch (SQLException refused) {
            connection.close();
            throw refused;
        }
    }
}

package io.nicotask.adapter.persistence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes connections from a host, whose modes are the host's: each may write and commits by itself until it is closed; then
 * it is as it was. One on which the host has written in a transaction is refused, as that would be committed.
 */
final class HostConnections implements ConnectionFactory {

    private static final String ACTIVE_TRANSACTION = "25001";

    /** A transaction has an id once it has written or locked a row. */
    private static final String HAS_WRITTEN = "select pg_current_xact_id_if_assigned() is not null";

    private final ConnectionFactory host;

    private HostConnections(ConnectionFactory host) {
        this.host = host;
    }

    static HostConnections of(DataSource host) {
        return new HostConnections(host::getConnection);
    }

    static HostConnections of(Jdbi host) {
        return new HostConnections(() -> {
            try {
                Handle handle = host.open();
                return DataSources.onClose(handle.getConnection(), handle::close);
            } catch (ConnectionException refused) {
                if (refused.getCause() instanceof SQLException cause) {
                    throw cause;
                }
                throw refused;
            }
        });
    }

    @Override
    public Connection openConnection() throws SQLException {
        Connection connection = open();
        try {
            boolean autoCommit = connection.getAutoCommit();
            boolean readOnly = connection.isReadOnly();
            return autoCommit && !readOnly ? connection : changed(connection, autoCommit, readOnly);
        } catch (SQLException | RuntimeException refused) {
            connection.close();
            throw refused;
        }
    }

    private Connection open() throws SQLException {
        try {
            return host.openConnection();
        } catch (SQLTransientConnectionException timedOut) {
            throw timedOut.getCause() == null ? new PoolTimeout(timedOut) : timedOut;
        }
    }

    private static Connection changed(Connection connection, boolean autoCommit, boolean readOnly) throws SQLException {
        try {
            connection.setReadOnly(false);
        } catch (SQLException inTransaction) {
            if (!ACTIVE_TRANSACTION.equals(inTransaction.getSQLState())) {
                throw inTransaction;
            }
            requireNothingWritten(connection);
            connection.rollback();
            connection.setReadOnly(false);
        }
        connection.setAutoCommit(true);
        return DataSources.onClose(connection, () -> {
            try (connection) {
                connection.setAutoCommit(autoCommit);
                connection.setReadOnly(readOnly);
            }
        });
    }

    /** A pool without autocommit may leave a transaction behind in which it has only tested the connection. */
    private static void requireNothingWritten(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet written = statement.executeQuery(HAS_WRITTEN)) {
            if (written.next() && written.getBoolean(1)) {
                throw new IllegalStateException(
                        "The connection is in a transaction of its host; JdbiStorage.within(Connection) joins one");
            }
        }
    }
}

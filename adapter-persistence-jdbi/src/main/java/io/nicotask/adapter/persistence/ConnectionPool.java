package io.nicotask.adapter.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.SQLExceptionOverride;
import io.nicotask.adapter.persistence.PersistenceModule.Limits;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;

/**
 * A pool of connections on which every wait has a limit. Each connection is verified when it is opened, when it is taken
 * after it was idle, and every two minutes while it is idle; one that failed in a way that another may be free of is
 * closed. So the pool recovers by itself, also while it is not used.
 */
final class ConnectionPool extends HikariDataSource {

    /** Each verification is a transaction, and a pool has many connections. */
    private static final Duration VERIFY_IDLE = Duration.ofMinutes(2);

    private final VerifiedSessions sessions;

    private ConnectionPool(HikariConfig config, VerifiedSessions sessions) {
        super(config);
        this.sessions = sessions;
    }

    /** Does not connect yet: the database may be down. */
    static ConnectionPool open(Settings settings, KnownDatabase database) {
        Limits limits = settings.limits();
        VerifiedSessions sessions = new VerifiedSessions(settings, database);
        HikariConfig config = new HikariConfig();
        config.setPoolName(DatabaseLogin.APPLICATION);
        config.setDataSource(DataSources.of(sessions, settings.toString()));
        config.setMaximumPoolSize(limits.connections());
        config.setConnectionTimeout(limits.connection().toMillis());
        config.setValidationTimeout(limits.connection().toMillis());
        config.setInitializationFailTimeout(-1);
        config.setConnectionTestQuery(database.verifySql());
        config.setKeepaliveTime(VERIFY_IDLE.toMillis());
        config.setExceptionOverride(new SQLExceptionOverride() {
            @java.lang.Override // the interface has a type of that name
            public SQLExceptionOverride.Override adjudicate(SQLException fault) {
                return SqlErrors.needsAnotherConnection(fault)
                        ? SQLExceptionOverride.Override.MUST_EVICT
                        : SQLExceptionOverride.Override.CONTINUE_EVICT;
            }
        });
        return new ConnectionPool(config, sessions);
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            return super.getConnection();
        } catch (SQLTransientConnectionException timedOut) {
            HikariPoolMXBean pool = getHikariPoolMXBean();
            boolean wasRefused = timedOut.getCause() != null;
            if (!wasRefused && isFull()) {
                throw new PoolExhausted(getMaximumPoolSize(), pool.getThreadsAwaitingConnection());
            }
            // The idle ones lead to a server that does not answer; verifying each would take as long again.
            pool.softEvictConnections();
            throw timedOut;
        }
    }

    /** Opens a further connection if the pool has fewer than it should, for which the server may be the reason. */
    void requireConnections() throws SQLException {
        if (isFull()) {
            return;
        }
        try {
            sessions.openConnection().close();
        } catch (SQLException refused) {
            if (!isFull()) {
                throw refused;
            }
        }
    }

    private boolean isFull() {
        return getHikariPoolMXBean().getTotalConnections() >= getMaximumPoolSize();
    }
}

package io.nicotask.adapter.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nicotask.adapter.persistence.PersistenceModule.Limits;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import java.time.Duration;
import java.util.Map;

/** Opens pools of connections on which every wait has a limit. */
final class ConnectionPool {

    private static final String NAME = "nico-tasks";

    private ConnectionPool() {}

    /** Does not connect yet: the database may be down. */
    static HikariDataSource open(Settings settings) {
        Limits limits = settings.limits();
        HikariConfig config = new HikariConfig();
        config.setPoolName(NAME);
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        driverProperties(limits).forEach(config::addDataSourceProperty);
        config.addDataSourceProperty("socketTimeout", wholeSeconds(limits.network()));
        config.setMaximumPoolSize(limits.connections());
        config.setConnectionTimeout(limits.connection().toMillis());
        config.setValidationTimeout(limits.connection().toMillis());
        config.setInitializationFailTimeout(-1);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionInitSql(sessionOf(limits));
        return new HikariDataSource(config);
    }

    /**
     * Returns the limits that the driver enforces, without a socket timeout, as a migration may run longer than any
     * statement of a request.
     */
    static Map<String, String> driverProperties(Limits limits) {
        return Map.of(
                "ApplicationName",
                NAME,
                "tcpKeepAlive",
                "true",
                "connectTimeout",
                wholeSeconds(limits.network()),
                "loginTimeout",
                wholeSeconds(limits.network()));
    }

    /** Overrides the server's configuration. No statement runs long enough for just-in-time compilation to pay off. */
    private static String sessionOf(Limits limits) {
        return """
                set statement_timeout = %d; set lock_timeout = %d; set idle_in_transaction_session_timeout = %d;
                set synchronous_commit = on; set jit = off
                """.formatted(
                        limits.statement().toMillis(),
                        limits.lock().toMillis(),
                        limits.network().toMillis());
    }

    private static String wholeSeconds(Duration limit) {
        return String.valueOf(limit.plusMillis(999).toSeconds());
    }
}

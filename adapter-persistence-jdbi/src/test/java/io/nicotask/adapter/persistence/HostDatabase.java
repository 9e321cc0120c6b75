package io.nicotask.adapter.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import java.time.Duration;

/** The pool of a host that has chosen every mode and setting differently from the server's own pool. */
final class HostDatabase {

    private HostDatabase() {}

    static HikariDataSource pool(Settings database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(database.limits().connections());
        config.setConnectionTimeout(Duration.ofMinutes(5).toMillis());
        config.setAutoCommit(false);
        config.setReadOnly(true);
        config.setConnectionInitSql("select 1"); // begins a transaction, in which the pool returns the connection
        config.addDataSourceProperty(
                "options",
                "-c default_transaction_isolation=serializable -c statement_timeout=0 -c synchronous_commit=off"
                        + " -c timezone=Asia/Kathmandu");
        return new HikariDataSource(config);
    }
}

package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.PersistenceModule.Limits;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/** Opens single connections, outside of the pools. */
final class DatabaseLogin {

    static final String APPLICATION = "nico-tasks";

    private DatabaseLogin() {}

    /** Opens one on which a statement may take as long as it needs. */
    static Connection connect(Settings settings) throws SQLException {
        return DriverManager.getConnection(settings.url(), properties(settings));
    }

    /** Opens one on which no response takes longer than the limit of the network. */
    static Connection connectForStatements(Settings settings) throws SQLException {
        Properties properties = properties(settings);
        properties.setProperty("socketTimeout", wholeSeconds(settings.limits().network()));
        return DriverManager.getConnection(settings.url(), properties);
    }

    private static Properties properties(Settings settings) {
        Properties properties = new Properties();
        properties.putAll(driverProperties(settings.limits()));
        properties.putAll(Map.of("user", settings.user(), "password", settings.password()));
        return properties;
    }

    /**
     * Returns the limits that the driver enforces, without a socket timeout, as a migration may run longer than any
     * statement of a request.
     */
    static Map<String, String> driverProperties(Limits limits) {
        return Map.of(
                "ApplicationName",
                APPLICATION,
                "tcpKeepAlive",
                "true",
                "connectTimeout",
                wholeSeconds(limits.network()),
                "loginTimeout",
                wholeSeconds(limits.network()));
    }

    private static String wholeSeconds(Duration limit) {
        return String.valueOf(limit.plusMillis(999).toSeconds());
    }
}

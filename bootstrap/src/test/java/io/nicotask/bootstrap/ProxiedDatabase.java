package io.nicotask.bootstrap;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.adapter.persistence.PersistenceModule.Limits;
import io.nicotask.bootstrap.config.Setting;
import io.nicotask.bootstrap.embedded.DataDirectory;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.bootstrap.embedded.EmbeddedDatabase;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** A server with a fault-injecting proxy to its database, and direct access to the database for the test. */
final class ProxiedDatabase implements AutoCloseable {

    static final SiteId SITE = DemoOrg.SITE;

    /** The server's database user, to which the role limits apply. */
    static final String USER = "app";

    private static final String PASSWORD = "secret";

    private final DataDirectory directory = DataDirectory.ephemeral();
    private final EmbeddedDatabase database = EmbeddedDatabase.start(directory);
    private final PostgresProxy proxy = new PostgresProxy(portOf(database.url()));
    private final RunningServer server;
    private final DatabaseRows rows;
    private final String token;

    ProxiedDatabase() throws SQLException {
        this(Map.of());
    }

    /** Starts it with further settings. */
    ProxiedDatabase(Map<Setting, String> more) throws SQLException {
        try (Connection outside = connect("postgres");
                Statement statement = outside.createStatement()) {
            statement.execute("create role " + USER + " login password '" + PASSWORD + "'");
            statement.execute("create database nico owner " + USER);
        }
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        settings.put(Setting.DEVELOPMENT_ENABLED, "true");
        settings.put(Setting.DATABASE_URL, "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/nico");
        settings.put(Setting.DATABASE_USER, USER);
        settings.put(Setting.DATABASE_PASSWORD, PASSWORD);
        settings.putAll(more);
        this.server = new RunningServer(null, settings);
        this.rows = new DatabaseRows(
                new PersistenceModule.Settings(urlOf("nico"), database.user(), database.password(), Limits.DEFAULT));
        this.token = server.token("demo-org", "PROVIDER_ADMIN");
    }

    PostgresProxy proxy() {
        return proxy;
    }

    RunningServer server() {
        return server;
    }

    /** Returns the database's rows, bypassing the proxy. */
    DatabaseRows rows() {
        return rows;
    }

    String token() {
        return token;
    }

    StoredTasks stored() {
        return new StoredTasks(server, SITE);
    }

    HttpReply cancel(TaskId task) {
        return HttpReply.of(server.cancel(SITE, task, token));
    }

    HttpResponse<String> get(String path) {
        return server.get(path, token);
    }

    /** Opens a superuser connection that bypasses the proxy. */
    Connection connect() throws SQLException {
        return connect("nico");
    }

    /** Executes a statement as superuser, bypassing the proxy. */
    void execute(String sql) throws SQLException {
        try (Connection outside = connect();
                Statement statement = outside.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        proxy.delay(Duration.ZERO);
        rows.close();
        server.close();
        proxy.close();
        database.close();
        directory.close();
    }

    private Connection connect(String name) throws SQLException {
        return DriverManager.getConnection(DatabaseRows.inSchema(urlOf(name)), database.user(), database.password());
    }

    private String urlOf(String name) {
        return database.url().replaceFirst("/postgres$", "/" + name);
    }

    private static int portOf(String url) {
        return Integer.parseInt(url.replaceFirst(".*:(\\d+)/.*", "$1"));
    }
}

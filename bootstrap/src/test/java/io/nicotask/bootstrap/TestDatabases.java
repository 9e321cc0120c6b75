package io.nicotask.bootstrap;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.adapter.persistence.PersistenceModule.Limits;
import io.nicotask.bootstrap.embedded.DataDirectory;
import io.nicotask.bootstrap.embedded.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL for all tests of this JVM, with production durability and a database for each of them. */
final class TestDatabases {

    private static final DataDirectory DIRECTORY = DataDirectory.ephemeral();
    private static final EmbeddedDatabase SERVER = EmbeddedDatabase.start(DIRECTORY);
    private static final Duration LONG = Duration.ofMinutes(5);

    /** Limits that no test reaches, however slow the machine is. */
    private static final Limits LIMITS = new Limits(Limits.DEFAULT.connections(), LONG, LONG, LONG, LONG);

    private static final AtomicInteger CREATED = new AtomicInteger();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(TestDatabases::stop));
    }

    private TestDatabases() {}

    /** Creates an empty database. */
    static PersistenceModule.Settings create() {
        String name = "test" + CREATED.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(SERVER.url(), SERVER.user(), SERVER.password());
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
        String url = SERVER.url().replaceFirst("/postgres$", "/" + name);
        return new PersistenceModule.Settings(url, SERVER.user(), SERVER.password(), LIMITS);
    }

    private static void stop() {
        SERVER.close();
        DIRECTORY.close();
    }
}

package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.PersistenceModule.Limits;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;

/** One real server for all tests of this JVM, with any number of databases. */
final class PostgresTestServer {

    /** Limits that no test should ever reach. */
    static final Limits LONG_LIMITS =
            new Limits(10, Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5));

    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final int START_ATTEMPTS = 3;

    private static final EmbeddedPostgres SERVER = start();
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private PostgresTestServer() {}

    /**
     * Starts a server. The library does not reserve the port that it has found free: another process may take it
     * before, and may even answer the library as its server. Only pg_ctl knows whether the start succeeded.
     */
    static EmbeddedPostgres start() {
        IOException last = new IOException("every port was taken by another process");
        for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
            try {
                EmbeddedPostgres server =
                        EmbeddedPostgres.builder().setPGStartupWait(START_LIMIT).start();
                if (server.getProcess().waitFor() == 0) {
                    return server;
                }
            } catch (IOException e) {
                last = e;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new UncheckedIOException(last);
    }

    /** Creates an empty database. */
    static Settings emptyDatabase() {
        return emptyDatabase("");
    }

    /** Creates an empty database with options of {@code create database}. */
    static Settings emptyDatabase(String options) {
        String name = "tasks" + DATABASES.incrementAndGet();
        maintenance().useHandle(handle -> handle.execute("create database " + name + " " + options));
        return settings(SERVER, name);
    }

    static String nameOf(Settings settings) {
        return settings.url().replaceFirst(".*/(\\w+).*", "$1");
    }

    /** Accesses the server's own database. */
    static Jdbi maintenance() {
        return jdbi(settings(SERVER, "postgres"));
    }

    static Settings settings(EmbeddedPostgres server, String database) {
        return new Settings(server.getJdbcUrl("postgres", database), "postgres", "", LONG_LIMITS);
    }

    static Settings withLimits(Settings settings, Limits limits) {
        return new Settings(settings.url(), settings.user(), settings.password(), limits);
    }

    /** Accesses the database without the module; the tables are found without the name of their schema. */
    static Jdbi jdbi(Settings settings) {
        Settings inSchema = withSearchPath(settings);
        return qualified(Jdbi.create(inSchema.url(), inSchema.user(), inSchema.password()));
    }

    /** Finds tables of the default schema without its name, and a manual clock before the real one. */
    static Settings withSearchPath(Settings settings) {
        String url = settings.url() + (settings.url().contains("?") ? "&" : "?") + "currentSchema="
                + Settings.DEFAULT_SCHEMA + ",public,manual_clock,pg_catalog";
        return new Settings(url, settings.user(), settings.password(), settings.limits(), settings.attentionAfter());
    }

    /** Lets it run the statements of the module in the default schema. */
    static Jdbi qualified(Jdbi jdbi) {
        return new SchemaName(Settings.DEFAULT_SCHEMA).qualifyAll(jdbi);
    }
}

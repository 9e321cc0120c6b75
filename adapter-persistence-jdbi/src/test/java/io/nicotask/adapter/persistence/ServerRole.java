package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The role of the server as documented: it owns nothing, and has only the rights that it needs. */
final class ServerRole {

    static final String NAME = "nico_server";

    private static final Path GRANTS = Path.of("..", "docs", "server-role.sql");

    private static final String CREATE = """
            do $$ begin
                if not exists (select from pg_roles where rolname = 'nico_server') then
                    create role nico_server login;
                end if;
            end $$;
            do $$ begin
                if exists (select from pg_namespace where nspname = 'manual_clock') then
                    grant usage on schema manual_clock to nico_server;
                    grant select on manual_clock.base to nico_server;
                    grant usage on sequence manual_clock.readings to nico_server;
                end if;
            end $$;
            """;

    private ServerRole() {}

    /** Migrates the database as its owner, and returns how the server connects to it. */
    static Settings in(Settings database) {
        SchemaMigrator.migrate(database);
        execute(database, CREATE);
        execute(database, grants());
        // The URL of the test server names its superuser, and would prevail.
        String url = database.url().replaceFirst("\\?.*", "");
        return new Settings(url, NAME, "", database.limits(), database.attentionAfter());
    }

    private static void execute(Settings owner, String script) {
        try (Connection connection = DriverManager.getConnection(owner.url(), owner.user(), owner.password());
                Statement statement = connection.createStatement()) {
            statement.execute(script);
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private static String grants() {
        try {
            return Files.readString(GRANTS);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}

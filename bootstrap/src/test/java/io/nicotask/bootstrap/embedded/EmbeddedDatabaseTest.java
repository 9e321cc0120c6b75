package io.nicotask.bootstrap.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedDatabaseTest {

    private static DataDirectory directory;
    private static EmbeddedDatabase database;

    @BeforeAll
    static void start() {
        directory = DataDirectory.ephemeral();
        database = EmbeddedDatabase.start(directory);
    }

    @AfterAll
    static void close() {
        database.close();
        directory.close();
    }

    @ParameterizedTest
    @CsvSource({
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "listen_addresses, 127.0.0.1",
        "unix_socket_directories, ''",
        "server_encoding, UTF8",
        "lc_messages, C"
    })
    void it_runs_with_the_setting(String setting, String value) throws Exception {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                var answer = connection.createStatement().executeQuery("SHOW " + setting)) {
            answer.next();

            assertThat(answer.getString(1)).isEqualTo(value);
        }
    }

    @Test
    void it_is_reached_on_the_loopback_address_only() throws Exception {
        int port = URI.create(database.url().substring("jdbc:".length())).getPort();

        new Socket(InetAddress.getLoopbackAddress(), port).close();
        for (InetAddress address : NetworkAddresses.beyondLoopback()) {
            assertThatThrownBy(() -> new Socket(address, port)).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void a_wrong_password_is_refused() {
        assertThatThrownBy(() -> DriverManager.getConnection(database.url(), database.user(), "wrong"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password");
    }

    @Test
    void the_password_is_readable_by_its_owner_alone_and_not_in_the_url() throws Exception {
        Path file = directory.path().resolve("postgres-password");

        assertThat(file).hasContent(database.password());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(database.url()).doesNotContain(database.password());
    }
}

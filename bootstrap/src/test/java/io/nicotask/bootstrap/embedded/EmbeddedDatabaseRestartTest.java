package io.nicotask.bootstrap.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseRestartTest {

    /**
     * The prefix of a command that runs as root without the right to create user namespaces; needs nested namespaces.
     */
    private static final List<String> ROOT_WITHOUT_NAMESPACES = List.of(
            "unshare", "-U", "-r", "sh", "-c", "echo 0 > /proc/sys/user/max_user_namespaces && exec \"$@\"", "sh");

    @TempDir
    private Path temporary;

    @AfterEach
    void leave_no_server_behind() throws Exception {
        Postmaster.stopOrphan(cluster(), Duration.ofMinutes(1));
    }

    @Test
    void data_is_kept_over_a_restart() throws Exception {
        try (DataDirectory directory = DataDirectory.open(temporary.resolve("a directory"))) {
            EmbeddedDatabase first = EmbeddedDatabase.start(directory);
            execute(first, "CREATE TABLE kept (value int)");

            first.close();

            try (EmbeddedDatabase second = EmbeddedDatabase.start(directory)) {
                first.close();
                execute(second, "INSERT INTO kept VALUES (1)");
            }
        }
    }

    @Test
    void a_second_start_in_a_directory_in_use_leaves_the_first_running() throws Exception {
        try (DataDirectory directory = DataDirectory.open(temporary);
                EmbeddedDatabase database = EmbeddedDatabase.start(directory);
                ChildJvm second = ChildJvm.run(DatabaseProcess.class, temporary.toString())) {
            assertThat(second.line()).contains("in use");

            execute(database, "CREATE TABLE unharmed (value int)");
        }
    }

    @Test
    void the_orphan_of_a_killed_process_is_stopped_and_its_data_kept() throws Exception {
        try (ChildJvm killed = ChildJvm.run(DatabaseProcess.class, temporary.toString());
                Connection client = connection(killed.line())) {
            client.createStatement().execute("CREATE TABLE kept (value int)");
            killed.kill();
            client.createStatement().execute("INSERT INTO kept VALUES (1)");
            ProcessHandle orphan = server();

            try (DataDirectory directory = DataDirectory.open(temporary);
                    EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
                execute(database, "INSERT INTO kept VALUES (2)");
            }
            assertThat(Postmaster.isRunning(orphan)).isFalse();
            assertThat(client.isValid(1)).isFalse();
        }
    }

    @Test
    void an_unresponsive_orphan_is_killed_with_its_processes_and_its_data_recovered() throws Exception {
        try (ChildJvm killed = ChildJvm.run(DatabaseProcess.class, temporary.toString())) {
            try (Connection client = connection(killed.line())) {
                client.createStatement().execute("CREATE TABLE kept (value int)");
            }
            killed.kill();
            ProcessHandle orphan = server();
            List<ProcessHandle> family = orphan.descendants().toList();
            freeze(orphan);
            family.forEach(EmbeddedDatabaseRestartTest::freeze);

            Postmaster.stopOrphan(cluster(), Duration.ofMillis(200));

            assertThat(Postmaster.isRunning(orphan)).isFalse();
            assertThat(family).isNotEmpty().noneMatch(Postmaster::isRunning);
            try (DataDirectory directory = DataDirectory.open(temporary);
                    EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
                execute(database, "INSERT INTO kept VALUES (1)");
            }
        }
    }

    @Test
    void it_runs_during_shutdown_until_close_which_leaves_nothing_running() throws Exception {
        try (ChildJvm ending = ChildJvm.run(DatabaseProcess.class, temporary.toString())) {
            ending.line();
            ProcessHandle server = server();

            ending.terminate();

            assertThat(ending.line()).isEqualTo("still there");
            assertThat(ending.endsWithin(300)).isTrue();
            assertThat(Postmaster.isRunning(server)).isFalse();
        }
    }

    @Test
    void a_port_that_another_process_has_taken_meanwhile_is_left_to_it() throws Exception {
        try (Socket taken = new Socket();
                DataDirectory directory = DataDirectory.open(temporary)) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Iterator<Integer> ports =
                    List.of(taken.getLocalPort(), PostgresStart.freePort()).iterator();

            try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, ports::next)) {
                execute(database, "SELECT 1");
            }
        }
    }

    @Test
    void a_server_that_ends_at_its_start_is_not_waited_for() throws Exception {
        try (DataDirectory directory = DataDirectory.open(temporary)) {
            EmbeddedDatabase.start(directory).close();
            Files.writeString(cluster().resolve("postgresql.conf"), "no_such_setting = on");

            assertThatThrownBy(() -> EmbeddedDatabase.start(directory))
                    .isInstanceOf(EmbeddedStartFailed.class)
                    .hasMessageContainingAll("ended at once", "postgres.log");
            assertThat(temporary.resolve("postgres.log")).content().contains("no_such_setting");
        }
    }

    @Test
    void an_interrupted_first_start_is_repeated() throws Exception {
        try (DataDirectory directory = DataDirectory.open(temporary)) {
            Files.writeString(temporary.resolve("postgres-password.new"), "half");
            Files.createDirectories(cluster().resolve("base"));
            Files.createFile(cluster().resolve("postgresql.conf"));

            try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
                execute(database, "SELECT 1");
            }
        }
    }

    @Test
    void data_without_its_password_is_left_unchanged() throws Exception {
        try (DataDirectory directory = DataDirectory.open(temporary)) {
            Path data = Files.createFile(Files.createDirectory(cluster()).resolve("data"));

            assertThatThrownBy(() -> EmbeddedDatabase.start(directory))
                    .isInstanceOf(EmbeddedStartFailed.class)
                    .hasMessageContaining("postgres-password");
            assertThat(data).exists();
        }
    }

    @Test
    void root_without_user_namespaces_gets_an_error_with_a_solution() throws Exception {
        assumeThat(canBeRootWithoutNamespaces()).isTrue();

        try (ChildJvm child = ChildJvm.run(ROOT_WITHOUT_NAMESPACES, DatabaseProcess.class, temporary.toString())) {
            assertThat(child.line()).contains("as root", "another user", "database.url");
        }
    }

    private static boolean canBeRootWithoutNamespaces() throws Exception {
        try {
            var trial = new ProcessBuilder(new ArrayList<>(ROOT_WITHOUT_NAMESPACES));
            trial.command().add("true");
            return trial.start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Path cluster() {
        return temporary.resolve("postgres");
    }

    private ProcessHandle server() throws IOException {
        return Postmaster.of(cluster()).orElseThrow().process();
    }

    private Connection connection(String url) throws Exception {
        return DriverManager.getConnection(url, "postgres", Files.readString(temporary.resolve("postgres-password")));
    }

    private static void freeze(ProcessHandle process) {
        try {
            new ProcessBuilder("kill", "-STOP", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(database.url(), database.user(), database.password())) {
            connection.createStatement().execute(sql);
        }
    }
}

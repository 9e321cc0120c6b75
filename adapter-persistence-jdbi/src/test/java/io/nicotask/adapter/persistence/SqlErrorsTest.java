package io.nicotask.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.port.StoreUnavailable;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlErrorsTest {

    private static final Settings DATABASE = PostgresTestServer.emptyDatabase();

    private final Jdbi jdbi = PostgresTestServer.jdbi(DATABASE);
    private final JdbiTransactions transactions = new JdbiTransactions(jdbi);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08006", "0A000", "25006", "25P03", "25P04", "26000", "28000", "34000", "3D000", "3F000", "40001",
                        "40003",
                "40P01", "42501", "42703", "42704", "42883", "42P01", "42P05", "53100", "53200", "53300", "55000",
                        "55006",
                "55P03", "57014", "57P01", "57P02", "57P03", "57P04", "57P05", "58030", "58P01", "72000", "F0001",
                        "XX000",
                "XX001", "XX002"
            })
    void an_error_that_decides_nothing_makes_the_store_unavailable(String state) {
        assertThatThrownBy(() -> transactions.read(handle -> handle.execute(raise(state))))
                .isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> transactions.write(handle -> handle.execute(raise(state))))
                .isInstanceOf(StoreUnavailable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"22001", "22021", "23000", "23505", "23514", "25001", "25P02", "42601", "54001", "P0001"})
    void a_defect_is_not_translated(String state) {
        assertThatThrownBy(() -> transactions.read(handle -> handle.execute(raise(state))))
                .isInstanceOf(JdbiException.class);
        assertThatThrownBy(() -> transactions.write(handle -> handle.execute(raise(state))))
                .isInstanceOf(JdbiException.class);
    }

    @Test
    void a_commit_that_fails_makes_the_store_unavailable() {
        jdbi.useHandle(handle -> handle.execute("""
                create table fragile (id int);
                create function break() returns trigger language plpgsql as $$
                begin raise exception using errcode = '40001'; end $$;
                create constraint trigger break after insert on fragile
                    deferrable initially deferred for each row execute function break();
                """));

        assertThatThrownBy(() -> transactions.write(handle -> handle.execute("insert into fragile values (1)")))
                .isInstanceOf(StoreUnavailable.class);
    }

    private static String raise(String state) {
        return "do $$ begin raise exception using errcode = '" + state + "'; end $$";
    }
}

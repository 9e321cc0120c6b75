package io.nicotask.bootstrap.benchmark;

import java.sql.SQLException;

/**
 * What a database has done since its statistics began.
 *
 * @param nanos when this was read, as a {@link System#nanoTime()}
 * @param active how many seconds its sessions have spent with statements, waits for the disk included
 * @param transactions how many transactions have ended
 */
record DatabaseTime(long nanos, double active, long transactions) {

    static DatabaseTime read(BenchmarkDatabase server, String name) throws SQLException {
        String[] columns = server.ask("""
                        select active_time / 1000 || ' ' || xact_commit + xact_rollback
                        from pg_stat_database where datname = '%s'
                        """.formatted(name)).split(" ", -1);
        return new DatabaseTime(System.nanoTime(), Double.parseDouble(columns[0]), Long.parseLong(columns[1]));
    }

    double secondsSince(DatabaseTime before) {
        return (nanos - before.nanos) / 1e9;
    }

    /** Returns the time spent with statements as a share of the time that passed; two busy sessions make 2. */
    double shareSince(DatabaseTime before) {
        return (active - before.active) / secondsSince(before);
    }

    double transactionsPerSecondSince(DatabaseTime before) {
        return (transactions - before.transactions) / secondsSince(before);
    }
}

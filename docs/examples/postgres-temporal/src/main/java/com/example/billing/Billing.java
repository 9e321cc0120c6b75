package com.example.billing;

import io.nicotask.application.port.TaskEvents;
import io.nicotask.application.port.TaskEvents.TaskEvent;
import io.nicotask.application.port.TaskEvents.TaskEvent.StatusChanged;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Writes one invoice line for each task that has ended, from the feed of events. */
public final class Billing implements Runnable {

    private static final int AT_ONCE = 100;

    private final DataSource database;
    private final TaskEvents events;
    private final Semaphore changes = new Semaphore(0);

    public Billing(DataSource database, TaskEvents events) {
        this.database = database;
        this.events = events;
    }

    /** Pass it to {@code onChange} of the builder. */
    public void wake() {
        changes.release();
    }

    /** Runs until its thread is interrupted; other processes may do the same. */
    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                while (billNext()) {}
                changes.tryAcquire(1, TimeUnit.SECONDS); // changes of other processes wake no one here
                changes.drainPermits();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }

    /** Reads the next events; their lines and the new position are committed together. */
    boolean billNext() throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            long position = position(connection);
            List<TaskEvent> next = events.after(position, AT_ONCE);
            if (next.isEmpty()) {
                return false;
            }
            for (TaskEvent event : next) {
                if (event instanceof StatusChanged change && change.to().isTerminal()) {
                    insertLine(connection, change);
                }
            }
            if (advance(connection, position, next.getLast().position())) {
                connection.commit();
            } else {
                connection.rollback(); // another process was faster
            }
            return true;
        }
    }

    private static long position(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select position from invoice_position");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static boolean advance(Connection connection, long from, long to) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update invoice_position set position = ? where position = ?")) {
            update.setLong(1, to);
            update.setLong(2, from);
            return update.executeUpdate() == 1;
        }
    }

    private static void insertLine(Connection connection, StatusChanged change) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into invoice_line (task, rack, operation, result, at) values (?, ?, ?, ?, ?)")) {
            insert.setObject(1, change.task().value());
            insert.setObject(2, change.rack().value());
            insert.setString(3, change.operation().code());
            insert.setString(4, change.to().toString());
            insert.setTimestamp(5, Timestamp.from(change.at()));
            insert.executeUpdate();
        }
    }
}

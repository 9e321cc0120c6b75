package io.nicotask.adapter.persistence;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Counts the round trips to a database: statements, commits and rollbacks. The driver sends BEGIN with the first
 * statement of a transaction.
 */
final class CountedDataSource implements ConnectionFactory {

    private final DataSource real;
    private final List<String> roundTrips = new CopyOnWriteArrayList<>();

    CountedDataSource(DataSource real) {
        this.real = real;
    }

    /** Returns the round trips since the last call: the SQL of each statement, or the name of the method. */
    List<String> take() {
        List<String> taken = List.copyOf(roundTrips);
        roundTrips.clear();
        return taken;
    }

    @Override
    public Connection openConnection() throws SQLException {
        return proxy(Connection.class, real.getConnection(), (connection, method, arguments) -> {
            if (method.equals("commit") || method.equals("rollback")) {
                roundTrips.add(method);
            }
            Object answer = connection.call();
            return answer instanceof PreparedStatement statement ? counted(statement, (String) arguments[0]) : answer;
        });
    }

    private PreparedStatement counted(PreparedStatement real, String sql) {
        return proxy(PreparedStatement.class, real, (statement, method, arguments) -> {
            if (method.startsWith("execute")) {
                roundTrips.add(sql);
            }
            return statement.call();
        });
    }

    private static <T> T proxy(Class<T> type, T real, Interception interception) {
        InvocationHandler handler = (proxy, method, arguments) -> interception.pass(
                () -> {
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                },
                method.getName(),
                arguments == null ? new Object[0] : arguments);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** A call that was intercepted. */
    @FunctionalInterface
    private interface Target {

        @Nullable
        Object call() throws Throwable;
    }

    /** Handles an intercepted call. */
    @FunctionalInterface
    private interface Interception {

        @Nullable
        Object pass(Target target, String method, Object[] arguments) throws Throwable;
    }
}

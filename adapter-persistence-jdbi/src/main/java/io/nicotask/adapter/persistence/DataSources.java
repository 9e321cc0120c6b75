package io.nicotask.adapter.persistence;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jspecify.annotations.Nullable;

/** Adapts connections to interfaces of JDBC that have many methods, of which few are called. */
final class DataSources {

    private DataSources() {}

    /** Returns a source with the methods that a pool and Flyway call. */
    static DataSource of(ConnectionFactory connections, String name) {
        return (DataSource)
                proxy(DataSource.class, (proxy, method, arguments) -> call(connections, name, method.getName()));
    }

    private static @Nullable Object call(ConnectionFactory connections, String name, String method)
            throws SQLException {
        return switch (method) {
            case "getConnection" -> connections.openConnection();
            case "getLoginTimeout" -> 1; // how long a pool waits for its own threads when it closes
            case "setLoginTimeout" -> null;
            case "toString" -> name;
            default -> throw new UnsupportedOperationException(method);
        };
    }

    /** Returns the same connection, except that closing it does something else. */
    static Connection onClose(Connection connection, Closing closing) {
        return (Connection) proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("close")) {
                closing.close();
                return null;
            }
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        });
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    /** What closing a connection does. */
    @FunctionalInterface
    interface Closing {

        void close() throws SQLException;
    }
}

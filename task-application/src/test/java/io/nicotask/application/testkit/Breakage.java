package io.nicotask.application.testkit;

import io.nicotask.application.contract.StoreUnderTest;
import io.nicotask.application.memory.InMemoryStoreUnderTest;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A defect of one method of a port: it does nothing.
 *
 * @param method port and method, as in {@code StopQueries.find}
 * @param result what it returns instead
 */
record Breakage(String method, Result result) {

    /** What a method returns that does nothing. */
    enum Result {
        /** Null, or false. */
        NULL,
        /** An empty list or optional, or true. */
        EMPTY;

        private boolean appliesTo(Class<?> type) {
            return this == NULL || type == List.class || type == Optional.class || type == boolean.class;
        }

        private @Nullable Object of(Class<?> type) {
            if (type == boolean.class) {
                return this == EMPTY;
            }
            if (this == NULL) {
                return null;
            }
            return type == List.class ? List.of() : Optional.empty();
        }
    }

    /** Returns the defects of all methods of the port. */
    static Stream<Breakage> of(Class<?> port) {
        return Arrays.stream(port.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .flatMap(method -> Arrays.stream(Result.values())
                        .filter(result -> result.appliesTo(method.getReturnType()))
                        .map(result -> new Breakage(name(port, method), result)));
    }

    static Breakage parse(String text) {
        String[] parts = text.split(" ", 2);
        return new Breakage(parts[0], Result.valueOf(parts[1]));
    }

    @Override
    public String toString() {
        return method + " " + result;
    }

    /** Returns a store in memory with this defect. */
    StoreUnderTest store() {
        StoreUnderTest real = new InMemoryStoreUnderTest();
        return proxy(
                StoreUnderTest.class,
                (proxy, called, arguments) -> called.isDefault()
                        ? InvocationHandler.invokeDefault(proxy, called, arguments)
                        : ifPort(called.getReturnType(), invoke(real, called, arguments)));
    }

    /** Returns the port with this defect, if it is one of this port. */
    <P> P in(Class<P> port, P real) {
        return proxy(
                port,
                (proxy, called, arguments) -> name(port, called).equals(method)
                        ? result.of(called.getReturnType())
                        : invoke(real, called, arguments));
    }

    private <P> @Nullable Object ifPort(Class<P> type, @Nullable Object real) {
        return method.startsWith(type.getSimpleName() + ".") ? in(type, type.cast(real)) : real;
    }

    private static String name(Class<?> port, Method called) {
        return port.getSimpleName() + "." + called.getName();
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object invoke(Object real, Method called, @Nullable Object[] arguments) throws Throwable {
        try {
            return called.invoke(real, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}

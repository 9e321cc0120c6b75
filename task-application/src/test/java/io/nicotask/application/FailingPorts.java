package io.nicotask.application;

import io.nicotask.application.port.StoreUnavailable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Lets things go wrong before a call of a port is made. */
public final class FailingPorts {

    private FailingPorts() {}

    /** The port, but that something is done, or thrown, before each of its methods: its name and its arguments. */
    public static <T> T callingBefore(Class<T> port, T real, BiConsumer<String, @Nullable Object[]> before) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    before.accept(method.getName(), arguments);
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }

    /** The port, but that it is not there for these of its methods. */
    static <T> T failingWhen(Class<T> port, T real, Predicate<String> when) {
        return callingBefore(port, real, (method, arguments) -> {
            if (when.test(method)) {
                throw new StoreUnavailable(
                        port.getSimpleName() + "." + method + " is away", new IllegalStateException());
            }
        });
    }
}

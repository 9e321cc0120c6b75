package io.nicotask.application;

import io.nicotask.application.port.StoreUnavailable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Wraps a port so that something happens before its calls. */
public final class FailingPorts {

    private FailingPorts() {}

    /** Returns the port with an action, which may throw, before each call; it gets the method's name and arguments. */
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

    /** Returns the port, unavailable for some of its methods. */
    static <T> T failingWhen(Class<T> port, T real, Predicate<String> when) {
        return callingBefore(port, real, (method, arguments) -> {
            if (when.test(method)) {
                throw new StoreUnavailable(
                        port.getSimpleName() + "." + method + " is unavailable", new IllegalStateException());
            }
        });
    }
}

package io.nicotask.bootstrap;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;

/** A port that behaves otherwise in one method, as no port may: faults and planted defects. */
public final class PortOverride {

    private PortOverride() {}

    /**
     * The port with one method replaced.
     *
     * @param replacement what happens instead
     */
    public static <T> T method(Class<T> port, T real, String method, Replacement replacement) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, called, arguments) -> {
                    Callable<Object> rest = () -> {
                        try {
                            return called.invoke(real, arguments);
                        } catch (InvocationTargetException thrown) {
                            throw thrown.getCause() instanceof Exception cause ? cause : thrown;
                        }
                    };
                    return called.getName().equals(method) ? replacement.instead(arguments, rest) : rest.call();
                }));
    }

    /** What happens instead. */
    @FunctionalInterface
    public interface Replacement {

        /**
         * Answers a call.
         *
         * @param arguments what the caller has given
         * @param real what the port itself would do
         */
        Object instead(Object[] arguments, Callable<Object> real) throws Exception;
    }
}

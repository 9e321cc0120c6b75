package io.nicotask.bootstrap;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;

/** A port that behaves otherwise in one method, as no port may: faults and planted defects. */
final class Twisted {

    private Twisted() {}

    /**
     * The port with one method replaced.
     *
     * @param twist what happens instead; it is given what the real one would do
     */
    static <T> T port(Class<T> port, T real, String method, Twist twist) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, called, arguments) -> {
                    Callable<Object> rest = () -> {
                        try {
                            return called.invoke(real, arguments);
                        } catch (InvocationTargetException thrown) {
                            throw thrown.getCause() instanceof Exception cause ? cause : thrown;
                        }
                    };
                    return called.getName().equals(method) ? twist.instead(rest) : rest.call();
                }));
    }

    /** What happens instead. */
    @FunctionalInterface
    interface Twist {

        Object instead(Callable<Object> real) throws Exception;
    }
}

package io.nicotask.bootstrap;

import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.WorkQueue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;

/** Decorates a port in one method, for faults and planted defects. */
public final class PortOverride {

    private PortOverride() {}

    /**
     * Returns the port with one method replaced.
     *
     * @param replacement is called instead of the method
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

    /** Returns the ports with another storage. */
    public static Ports with(Ports ports, TaskStorage storage) {
        return with(ports, storage, ports.queue());
    }

    /** Returns the ports with another storage and work queue. */
    public static Ports with(Ports ports, TaskStorage storage, WorkQueue queue) {
        return new Ports(
                storage,
                ports.tasks(),
                ports.stops(),
                queue,
                ports.monitor(),
                ports.leases(),
                ports.unfinishedSteps(),
                ports.audit(),
                ports.access(),
                ports.conflicts(),
                ports.clock());
    }

    /** A replacement for a method. */
    @FunctionalInterface
    public interface Replacement {

        /**
         * Handles a call.
         *
         * @param arguments the arguments of the call
         * @param real calls the port itself
         */
        Object instead(Object[] arguments, Callable<Object> real) throws Exception;
    }
}

package io.nicotask.application.simulation;

import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.domain.value.TaskId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Intercepts the calls of a port. */
final class PortInterceptor {

    private PortInterceptor() {}

    /** Returns the port with each of its calls intercepted. */
    static <T> T on(Class<T> port, T real, Interception interception) {
        return onOneOf(port, () -> real, interception);
    }

    /** As {@link #on(Class, Object, Interception)}, for a port whose implementation changes between calls. */
    static <T> T onOneOf(Class<T> port, Supplier<? extends T> real, Interception interception) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    Object[] given = arguments == null ? new Object[0] : arguments;
                    return interception.pass(
                            new Call(port, method.getName(), given, changed -> invoke(method, real.get(), changed)));
                }));
    }

    private static @Nullable Object invoke(Method method, Object real, Object[] arguments) {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (thrown.getCause() instanceof Error error) {
                throw error;
            }
            throw new AssertionError(thrown);
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Handles an intercepted call. */
    @FunctionalInterface
    interface Interception {

        @Nullable
        Object pass(Call call);
    }

    /** The intercepted implementation. */
    @FunctionalInterface
    interface Target {

        @Nullable
        Object call(Object[] arguments);
    }

    /** A call of a port. */
    static final class Call {

        private final Class<?> port;
        private final String method;
        private final Object[] arguments;
        private final Target target;

        private Call(Class<?> port, String method, Object[] arguments, Target target) {
            this.port = port;
            this.method = method;
            this.arguments = arguments;
            this.target = target;
        }

        Class<?> port() {
            return port;
        }

        String method() {
            return method;
        }

        boolean is(String name) {
            return method.equals(name);
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the caller knows the method's parameters
        <T> T argument(int index) {
            return (T) arguments[index];
        }

        /** Makes the call. */
        @Nullable
        Object proceed() {
            return target.call(arguments);
        }

        /** Makes the call with another first argument. */
        @Nullable
        Object proceedWith(Object first) {
            Object[] changed = arguments.clone();
            changed[0] = first;
            return target.call(changed);
        }

        FaultSite site() {
            TaskId commanded =
                    arguments.length > 0 && arguments[0] instanceof HardwareCommand command ? command.task() : null;
            return new FaultSite(port, method, List.of(), commanded);
        }

        String name() {
            return site().name();
        }

        @Override
        public String toString() {
            return name() + Arrays.toString(arguments);
        }
    }
}

package io.nicotask.application.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts something between a port and whoever uses it. */
final class PortInterceptor {

    private PortInterceptor() {}

    /** The port, but that each of its calls goes through here. */
    static <T> T on(Class<T> port, T real, Interception interception) {
        return onOneOf(port, () -> real, interception);
    }

    /** As {@link #on(Class, Object, Interception)}, for a port behind which now one stands and now another. */
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

    /** What happens to a call. */
    @FunctionalInterface
    interface Interception {

        @Nullable
        Object pass(Call call);
    }

    /** What reaches the port in the end. */
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

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // who asks knows the method
        <T> T argument(int index) {
            return (T) arguments[index];
        }

        /** Lets it through. */
        @Nullable
        Object proceed() {
            return target.call(arguments);
        }

        /** Lets it through with other arguments. */
        @Nullable
        Object proceed(Object... changed) {
            return target.call(changed);
        }

        /** As {@link #proceed()}, with another first argument. */
        @Nullable
        Object proceedWith(Object first) {
            Object[] changed = arguments.clone();
            changed[0] = first;
            return target.call(changed);
        }

        String name() {
            return port.getSimpleName() + "." + method;
        }

        @Override
        public String toString() {
            return name() + Arrays.toString(arguments);
        }
    }
}

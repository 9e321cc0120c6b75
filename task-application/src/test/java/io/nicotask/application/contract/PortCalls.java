package io.nicotask.application.contract;

import static java.util.stream.Collectors.joining;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.TaskStorage.Decision;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The last calls that a contract has made of ports, for the message of its failure. Safe for many threads. */
final class PortCalls {

    private static final int SHOWN = 12;
    private static final int MAX_LENGTH = 160;

    private final Deque<Call> last = new ArrayDeque<>();

    /** Returns the port, with its calls recorded. */
    <P> P recorded(Class<P> port, P real) {
        return proxy(port, (proxy, method, arguments) -> call(port, real, method, arguments));
    }

    /** Returns the store, with the calls of all its ports recorded. */
    StoreUnderTest recorded(StoreUnderTest real) {
        return proxy(
                StoreUnderTest.class,
                (proxy, method, arguments) -> method.isDefault()
                        ? InvocationHandler.invokeDefault(proxy, method, arguments)
                        : recordedIfPort(method.getReturnType(), invoke(real, method, arguments)));
    }

    /** Returns a message that names the last call, the clause that was broken, the failure and the calls before it. */
    synchronized String explain(String clause, Throwable failure) {
        String method = last.isEmpty() ? "" : last.getLast().name() + ": ";
        String calls = last.stream().map(call -> "\n  " + call.text()).collect(joining());
        return method + clause + "\n" + failure + "\nThe last calls, in order:" + calls;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private <P> Object recordedIfPort(Class<P> type, @Nullable Object real) {
        return real != null && type.getPackage().equals(Change.class.getPackage())
                ? recorded(type, type.cast(real))
                : real;
    }

    private @Nullable Object call(Class<?> port, Object real, Method method, @Nullable Object[] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return invoke(real, method, arguments);
        }
        List<Object> recorded = Stream.ofNullable(arguments)
                .flatMap(Stream::of)
                .map(PortCalls::recordingDecision)
                .toList();
        String name = port.getSimpleName() + "." + method.getName();
        try {
            Object result = invoke(real, method, arguments == null ? null : recorded.toArray());
            add(new Call(name, recorded, method.getReturnType() == void.class ? "" : " returned ", result));
            return result;
        } catch (Throwable thrown) {
            add(new Call(name, recorded, " threw ", thrown));
            throw thrown;
        }
    }

    private synchronized void add(Call call) {
        last.addLast(call);
        if (last.size() > SHOWN) {
            last.removeFirst();
        }
    }

    private static @Nullable Object invoke(Object real, Method method, @Nullable Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    @SuppressWarnings("unchecked")
    private static Object recordingDecision(Object argument) {
        return argument instanceof Function<?, ?> decide
                ? new RecordedDecision((Function<Object, Object>) decide)
                : argument;
    }

    private static String abbreviated(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
    }

    /**
     * A call that has ended.
     *
     * @param name port and method
     * @param arguments the arguments
     * @param outcome what precedes the result; empty if there is none
     * @param result what was returned or thrown
     */
    private record Call(
            String name,
            List<Object> arguments,
            String outcome,
            @Nullable Object result) {

        String text() {
            String given = arguments.stream().map(PortCalls::abbreviated).collect(joining(", ", "(", ")"));
            return name + given + (outcome.isEmpty() ? "" : outcome + abbreviated(result));
        }
    }

    /** A function that decides, and shows what it has decided last. */
    private static final class RecordedDecision implements Function<Object, Object> {

        private final Function<Object, Object> decide;
        private volatile @Nullable Object decided;

        RecordedDecision(Function<Object, Object> decide) {
            this.decide = decide;
        }

        @Override
        public Object apply(Object snapshot) {
            Object decision = decide.apply(snapshot);
            decided = decision;
            return decision;
        }

        @Override
        public String toString() {
            return decided instanceof Decision<?> decision
                    ? "changes "
                            + decision.changes().stream()
                                    .map(RecordedDecision::text)
                                    .toList()
                    : "no decision";
        }

        private static String text(Change change) {
            return change instanceof TaskChanged changed
                    ? "TaskChanged(" + changed.change().before().status() + " → "
                            + changed.change().after().status() + ")"
                    : change.getClass().getSimpleName();
        }
    }
}

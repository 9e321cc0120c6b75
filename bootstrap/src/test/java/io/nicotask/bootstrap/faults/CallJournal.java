package io.nicotask.bootstrap.faults;

import io.nicotask.bootstrap.faults.ClientCall.Verb;
import io.nicotask.domain.value.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Every call of all clients, written down as it ends. */
final class CallJournal {

    private final Map<TaskId, List<ClientCall>> calls = new ConcurrentHashMap<>();
    private final AtomicInteger cancelsUnderWay = new AtomicInteger();

    /** A cancel has been sent. */
    void cancelSent() {
        cancelsUnderWay.incrementAndGet();
    }

    void add(ClientCall call) {
        if (call.verb() == Verb.CANCEL) {
            cancelsUnderWay.decrementAndGet();
        }
        calls.compute(call.task(), (task, before) -> {
            List<ClientCall> all = before == null ? new ArrayList<>() : before;
            all.add(call);
            return all;
        });
    }

    /** How many cancels have been sent and not been answered. */
    int cancelsUnderWay() {
        return cancelsUnderWay.get();
    }

    List<ClientCall> of(TaskId task) {
        return calls.getOrDefault(task, List.of());
    }

    /** The tasks that clients know. */
    List<TaskId> tasks() {
        return List.copyOf(calls.keySet());
    }

    Stream<ClientCall> calls() {
        return calls.values().stream().flatMap(List::stream);
    }
}

package io.nicotask.bootstrap.faults;

import io.nicotask.bootstrap.faults.ClientCall.Verb;
import io.nicotask.domain.value.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Records every call of all clients when it ends. */
final class CallJournal {

    private final Map<TaskId, List<ClientCall>> calls = new ConcurrentHashMap<>();
    private final AtomicInteger cancelsUnderWay = new AtomicInteger();

    /** Counts a cancel that has been sent. */
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

    /** Returns the number of cancels without a response. */
    int cancelsUnderWay() {
        return cancelsUnderWay.get();
    }

    List<ClientCall> of(TaskId task) {
        return calls.getOrDefault(task, List.of());
    }

    /** Returns the tasks in the clients' calls. */
    List<TaskId> tasks() {
        return List.copyOf(calls.keySet());
    }

    Stream<ClientCall> calls() {
        return calls.values().stream().flatMap(List::stream);
    }
}

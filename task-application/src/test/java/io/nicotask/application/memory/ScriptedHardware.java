package io.nicotask.application.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.StaleFencingToken;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.FencingToken;
import io.nicotask.domain.value.RackId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Racks that do what a test has set, and record the calls. Unless set otherwise each has two components of every type,
 * which are done at the first call. Their work takes no time, only calls. Safe for many threads.
 */
public final class ScriptedHardware implements RackHardware {

    private static final int COMPONENTS = 2;

    private final Map<ComponentType, Integer> counts = new EnumMap<>(ComponentType.class);
    private final Map<ComponentType, Integer> callsNeeded = new EnumMap<>(ComponentType.class);
    private final Set<ComponentType> held = EnumSet.noneOf(ComponentType.class);
    private final Map<ComponentId, Failure> failures = new HashMap<>();
    private final Map<ComponentId, Deque<QuiesceStatus>> quiesceAnswers = new HashMap<>();
    private final Map<ScriptedHardwareJob.Key, ScriptedHardwareJob> jobs = new HashMap<>();
    private final Map<RackComponent, FencingToken> fencingTokens = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<HardwareCommand> refused = new ArrayList<>();
    private final List<HardwareCommand> ended = new ArrayList<>();

    /** The id of a component, the same in every rack. */
    public static ComponentId component(ComponentType type, int number) {
        String name = type.label() + " " + number;
        return new ComponentId(UUID.nameUUIDFromBytes(name.getBytes(UTF_8)));
    }

    /** Sets how many components of the type each rack has; they are numbered from 1. */
    public synchronized void has(int count, ComponentType type) {
        counts.put(type, count);
    }

    /** Sets how many calls components of the type need to be done. */
    public synchronized void takes(int calls, ComponentType type) {
        callsNeeded.put(type, calls);
    }

    /** Makes components of the type work until they are released. */
    public synchronized void hold(ComponentType type) {
        held.add(type);
    }

    /** Lets components of the type finish. */
    public synchronized void release(ComponentType type) {
        held.remove(type);
    }

    /** Makes the last component of the type fail with this error at every try. */
    public synchronized void breaks(ComponentType type, String error) {
        breaks(component(type, counts.getOrDefault(type, COMPONENTS)), error, Integer.MAX_VALUE);
    }

    /** Makes the component fail at its first tries. */
    public synchronized void breaks(ComponentId component, String error, int tries) {
        failures.put(component, new Failure(error, tries));
    }

    /** Sets the answers of the component, while it works, to {@link #quiesce}: each once, then the last one. */
    public synchronized void answersQuiesce(ComponentId component, QuiesceStatus... answers) {
        quiesceAnswers.put(component, new ArrayDeque<>(List.of(answers)));
    }

    /** All accepted calls, in order. */
    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /** The commands that were refused for their fencing token. */
    public synchronized List<HardwareCommand> refused() {
        return List.copyOf(refused);
    }

    /** The commands by which attempts began or continued work: the first one of each attempt and try. */
    public synchronized List<HardwareCommand> begun() {
        return firstOf(Call.Kind.ENSURE);
    }

    /** The commands by which attempts first stopped work. */
    public synchronized List<HardwareCommand> aborted() {
        return firstOf(Call.Kind.QUIESCE);
    }

    /** The commands whose work was seen to end, successfully or not, without being cut off. */
    public synchronized List<HardwareCommand> ended() {
        return List.copyOf(ended);
    }

    @Override
    public synchronized Set<ComponentId> components(RackId rack, ComponentType type) {
        InMemoryTransactions.refuseRemoteCall();
        return IntStream.rangeClosed(1, counts.getOrDefault(type, COMPONENTS))
                .mapToObj(number -> component(type, number))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public synchronized Map<ComponentId, ComponentStatus> ensure(HardwareCommand command) {
        accept(Call.Kind.ENSURE, command);
        ScriptedHardwareJob job = jobOf(command);
        boolean wasWorking = !job.hasEnded();
        Map<ComponentId, ComponentStatus> effects = each(
                command, component -> job.call(component, callsNeededBy(command), () -> endOf(component, command)));
        if (wasWorking && job.hasEnded()) {
            ended.add(command);
        }
        return effects;
    }

    @Override
    public synchronized Map<ComponentId, QuiesceStatus> quiesce(HardwareCommand command) {
        accept(Call.Kind.QUIESCE, command);
        return each(command, component -> quiesceComponent(component, jobOf(command)));
    }

    private QuiesceStatus quiesceComponent(ComponentId component, ScriptedHardwareJob job) {
        if (!job.isWorking(component)) {
            return new QuiesceStatus.Stopped();
        }
        QuiesceStatus answer = nextAnswer(component);
        switch (answer) {
            case QuiesceStatus.Stopped stopped -> job.cutOff(component);
            case QuiesceStatus.NeedsInspection needs -> job.cutOff(component);
            case QuiesceStatus.StillRunning still -> {}
        }
        return answer;
    }

    private QuiesceStatus nextAnswer(ComponentId component) {
        Deque<QuiesceStatus> answers =
                quiesceAnswers.getOrDefault(component, new ArrayDeque<>(List.of(new QuiesceStatus.Stopped())));
        return answers.size() > 1 ? answers.remove() : answers.element();
    }

    private void accept(Call.Kind kind, HardwareCommand command) {
        InMemoryTransactions.refuseRemoteCall();
        for (ComponentId component : command.components()) {
            FencingToken seen =
                    fencingTokens.getOrDefault(new RackComponent(command.rack(), component), command.fencingToken());
            if (command.fencingToken().compareTo(seen) < 0) {
                refused.add(command);
                throw new StaleFencingToken("Fencing token " + command.fencingToken() + " is lower than " + seen);
            }
        }
        command.components()
                .forEach(component ->
                        fencingTokens.put(new RackComponent(command.rack(), component), command.fencingToken()));
        calls.add(new Call(kind, command));
    }

    private ScriptedHardwareJob jobOf(HardwareCommand command) {
        return jobs.computeIfAbsent(ScriptedHardwareJob.Key.of(command), key -> new ScriptedHardwareJob());
    }

    private int callsNeededBy(HardwareCommand command) {
        return held.contains(command.type()) ? Integer.MAX_VALUE : callsNeeded.getOrDefault(command.type(), 1);
    }

    private ComponentStatus endOf(ComponentId component, HardwareCommand command) {
        Failure failure = failures.get(component);
        return failure != null && command.tryNumber() <= failure.tries()
                ? new ComponentStatus.Failed(failure.error())
                : new ComponentStatus.Done();
    }

    private List<HardwareCommand> firstOf(Call.Kind kind) {
        Map<Object, HardwareCommand> first = calls.stream()
                .filter(call -> call.kind() == kind)
                .collect(Collectors.toMap(
                        call -> List.of(call.command().leaseNumber(), ScriptedHardwareJob.Key.of(call.command())),
                        Call::command,
                        (earlier, later) -> earlier,
                        LinkedHashMap::new));
        return List.copyOf(first.values());
    }

    private static <T> Map<ComponentId, T> each(HardwareCommand command, Function<ComponentId, T> answer) {
        return command.components().stream().collect(Collectors.toMap(Function.identity(), answer));
    }

    /**
     * A call.
     *
     * @param kind what it does
     * @param command its argument
     */
    public record Call(Kind kind, HardwareCommand command) {

        /** The two calls that act. */
        public enum Kind {
            ENSURE,
            QUIESCE
        }
    }

    private record Failure(String error, int tries) {}

    private record RackComponent(RackId rack, ComponentId component) {}
}

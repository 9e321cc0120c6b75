package io.nicotask.application.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackHardware.StaleFencingToken;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Racks that do what a test says, and remember what was asked of them. Each has two components of every type, which are
 * ready as soon as they are commanded, until the test says otherwise. What has begun goes on by itself, by the clock.
 */
public final class ScriptedHardware implements RackHardware {

    private static final int COMPONENTS = 2;

    private final InstantSource clock;
    private final Map<ComponentType, Integer> counts = new EnumMap<>(ComponentType.class);
    private final Map<ComponentType, Duration> durations = new EnumMap<>(ComponentType.class);
    private final Set<ComponentType> held = EnumSet.noneOf(ComponentType.class);
    private final Map<ComponentId, Breakage> breakages = new HashMap<>();
    private final Map<ComponentId, Deque<ComponentStatus>> answers = new HashMap<>();
    private final Map<ScriptedHardwareJob.Key, NavigableMap<Integer, ScriptedHardwareJob>> jobs = new HashMap<>();
    private final ScriptedFence fence = new ScriptedFence();
    private final ScriptedAdapter adapter = new ScriptedAdapter();
    private final List<Call> calls = new ArrayList<>();
    private final List<HardwareCommand> refused = new ArrayList<>();
    private final List<HardwareCommand> ended = new ArrayList<>();
    private final Set<HardwareCommand> cutOff = new LinkedHashSet<>();
    private final List<HardwareCommand> overlaps = new ArrayList<>();

    /** Racks that move by the system's clock. */
    public ScriptedHardware() {
        this(InstantSource.system());
    }

    public ScriptedHardware(InstantSource clock) {
        this.clock = clock;
    }

    /** The id of a component, in every rack. */
    public static ComponentId component(ComponentType type, int number) {
        String name = type.label() + " " + number;
        return new ComponentId(UUID.nameUUIDFromBytes(name.getBytes(UTF_8)));
    }

    /** From now on each rack has this number of components of the type, numbered from 1. */
    public synchronized void has(int count, ComponentType type) {
        counts.put(type, count);
    }

    /** From now on components of the type have ended at this beat, counted from 1, with one beat a second. */
    public synchronized void takes(int beats, ComponentType type) {
        durations.put(type, Duration.ofSeconds(beats - 1L));
    }

    /** From now on components of the type go on and on until they are released. */
    public synchronized void hold(ComponentType type) {
        held.add(type);
    }

    /** Lets components of the type come to their end. */
    public synchronized void release(ComponentType type) {
        held.remove(type);
    }

    /** From now on the last component of the type fails with this error, however often it is tried again. */
    public synchronized void breaks(ComponentType type, String error) {
        breaks(component(type, counts.getOrDefault(type, COMPONENTS)), error, Integer.MAX_VALUE);
    }

    /** From now on the component fails in its first tries. */
    public synchronized void breaks(ComponentId component, String error, int tries) {
        breakages.put(component, new Breakage(error, tries));
    }

    /**
     * From now on the component, when it acts, gives these answers to quiesces in turn, and then always the last.
     * {@code Stopped} cuts it off; with any other answer it goes on.
     */
    public synchronized void answersQuiesce(ComponentId component, ComponentStatus... inTurn) {
        answers.put(component, new ArrayDeque<>(List.of(inTurn)));
    }

    /** Restarts the adapter without its record of commands. The components go on, and keep the highest token seen. */
    public synchronized void restartAdapter() {
        adapter.restart();
    }

    /** Whether the adapter has lost its record of a command for the task. */
    public synchronized boolean hasForgotten(TaskId task) {
        return jobs.keySet().stream().anyMatch(key -> key.task().equals(task) && adapter.hasForgotten(key));
    }

    /** All calls that were heard, in order. */
    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /** The commands with a stale token, which were not heard. */
    public synchronized List<HardwareCommand> refused() {
        return List.copyOf(refused);
    }

    /** The commands by which attempts began, or went on with, work: the first of each attempt and try. */
    public synchronized List<HardwareCommand> begun() {
        Map<Object, HardwareCommand> first = new LinkedHashMap<>();
        for (Call call : calls) {
            HardwareCommand of = call.command();
            if (call.kind() == Call.Kind.ENSURE) {
                first.putIfAbsent(List.of(of.leaseNumber(), of.task(), of.stage(), of.type(), of.tryNumber()), of);
            }
        }
        return List.copyOf(first.values());
    }

    /** The quiesces that have cut a component off. */
    public synchronized List<HardwareCommand> cutOff() {
        return List.copyOf(cutOff);
    }

    /** The calls by which work was found to have come to its end, well or badly, without being cut off. */
    public synchronized List<HardwareCommand> ended() {
        return List.copyOf(ended);
    }

    /** The commands that arrived at a component while it acted for another task. */
    public synchronized List<HardwareCommand> overlaps() {
        return List.copyOf(overlaps);
    }

    /** Whether a component acts for the task now. */
    public synchronized boolean isActing(TaskId task) {
        return jobs.keySet().stream().anyMatch(key -> key.task().equals(task) && isActing(key));
    }

    @Override
    public synchronized Set<ComponentId> components(RackId rack, ComponentType type) {
        WatchedStorage.refuseRemoteCall();
        return IntStream.rangeClosed(1, counts.getOrDefault(type, COMPONENTS))
                .mapToObj(number -> component(type, number))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public synchronized Map<ComponentId, ComponentStatus> ensure(HardwareCommand command) {
        WatchedStorage.refuseRemoteCall();
        try {
            fence.check(command);
        } catch (StaleFencingToken stale) {
            refused.add(command);
            throw stale;
        }
        hear(Call.Kind.ENSURE, command);
        return each(command, component -> ensure(command, component));
    }

    private ComponentStatus ensure(HardwareCommand command, ComponentId component) {
        ScriptedHardwareJob.Key key = ScriptedHardwareJob.Key.of(command, component);
        if (jobs.keySet().stream().anyMatch(other -> other.isAnothersPlace(key) && isActing(other))) {
            overlaps.add(command);
            return new ComponentStatus.Acting(null);
        }
        if (adapter.hasForgotten(key) && jobs.containsKey(key)) {
            return ScriptedAdapter.FORGOTTEN;
        }
        adapter.record(key);
        ScriptedHardwareJob job = jobs.computeIfAbsent(key, begun -> new TreeMap<>())
                .computeIfAbsent(
                        command.tryNumber(),
                        first -> new ScriptedHardwareJob(
                                clock.instant(),
                                durations.getOrDefault(command.type(), Duration.ZERO),
                                endOf(component, command),
                                false));
        return statusOf(key, job);
    }

    @Override
    public synchronized Map<ComponentId, ComponentStatus> quiesce(HardwareCommand command) {
        WatchedStorage.refuseRemoteCall();
        hear(Call.Kind.QUIESCE, command);
        return each(command, component -> quiesce(command, component));
    }

    private ComponentStatus quiesce(HardwareCommand command, ComponentId component) {
        ScriptedHardwareJob.Key key = ScriptedHardwareJob.Key.of(command, component);
        ComponentStatus status = quiesce(key, command);
        return adapter.hasForgotten(key) ? ScriptedAdapter.FORGOTTEN : status;
    }

    private ComponentStatus quiesce(ScriptedHardwareJob.Key key, HardwareCommand command) {
        NavigableMap<Integer, ScriptedHardwareJob> tries = jobs.get(key);
        if (tries == null) {
            return new ComponentStatus.NeverBegun();
        }
        ComponentStatus status = statusOf(key, tries.lastEntry().getValue());
        if (!(status instanceof ComponentStatus.Acting)) {
            return status;
        }
        boolean isInterruptible = command.interruptPolicy() == InterruptPolicy.INTERRUPTIBLE;
        ComponentStatus answer = nextAnswer(key.component(), isInterruptible ? new ComponentStatus.Stopped() : status);
        if (answer instanceof ComponentStatus.Stopped) {
            tries.replaceAll((number, job) -> job.cutOff());
            cutOff.add(command);
        }
        return answer;
    }

    private ComponentStatus nextAnswer(ComponentId component, ComponentStatus usual) {
        Deque<ComponentStatus> inTurn = answers.get(component);
        if (inTurn == null) {
            return usual;
        }
        return inTurn.size() > 1 ? inTurn.remove() : inTurn.element();
    }

    /** Records the call, and keeps the highest token of each component. */
    private void hear(Call.Kind kind, HardwareCommand command) {
        fence.raise(command);
        calls.add(new Call(kind, command));
    }

    private boolean isActing(ScriptedHardwareJob.Key key) {
        return statusOf(key, jobs.get(key).lastEntry().getValue()) instanceof ComponentStatus.Acting;
    }

    private ComponentStatus statusOf(ScriptedHardwareJob.Key key, ScriptedHardwareJob job) {
        return job.statusAt(clock.instant(), held.contains(key.type()));
    }

    private ComponentStatus endOf(ComponentId component, HardwareCommand command) {
        Breakage breakage = breakages.get(component);
        boolean breaks = breakage != null && command.tryNumber() <= breakage.tries();
        return new ComponentStatus.Ended(breaks ? breakage.error() : null);
    }

    private Map<ComponentId, ComponentStatus> each(
            HardwareCommand command, Function<ComponentId, ComponentStatus> answer) {
        Map<ComponentId, ComponentStatus> statuses =
                command.components().stream().collect(Collectors.toMap(Function.identity(), answer));
        boolean allEnded =
                !statuses.isEmpty() && statuses.values().stream().allMatch(ComponentStatus.Ended.class::isInstance);
        if (allEnded && ended.stream().noneMatch(earlier -> isSameStep(earlier, command))) {
            ended.add(command);
        }
        return statuses;
    }

    private static boolean isSameStep(HardwareCommand one, HardwareCommand other) {
        return one.task().equals(other.task())
                && one.stage() == other.stage()
                && one.type() == other.type()
                && one.tryNumber() >= other.tryNumber();
    }

    /**
     * A call.
     *
     * @param kind which of the two
     * @param command with what
     */
    public record Call(Kind kind, HardwareCommand command) {

        /** The two calls that act. */
        public enum Kind {
            ENSURE,
            QUIESCE
        }
    }

    private record Breakage(String error, int tries) {}
}

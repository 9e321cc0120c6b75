package io.nicotask.bootstrap.hardware;

import io.nicotask.application.port.MonotonicClock;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackHardware.StaleFencingToken;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Simulated racks. Each has the components of a GPU rack and takes realistic time, but only logs its commands. State
 * lasts as long as the process. Two racks are special: {@link #BROKEN}, {@link #FRAGILE}.
 */
public final class SimulatedRack implements RackHardware {

    /** The rack whose last compute tray fails every command. */
    public static final RackId BROKEN = new RackId(UUID.fromString("00000000-0000-4000-8000-00000000dead"));

    /** The rack whose components have an unknown status after they were cut off. */
    public static final RackId FRAGILE = new RackId(UUID.fromString("00000000-0000-4000-8000-00000000f4a6"));

    private static final int TRAYS = 18;
    private static final ComponentId BROKEN_TRAY = component(BROKEN, ComponentType.COMPUTE, TRAYS);
    private static final Logger LOG = LoggerFactory.getLogger(SimulatedRack.class);

    private static final int MAX_ENTRIES = 100_000;

    private final MonotonicClock clock;
    private final double pace;
    private final Map<JobKey, SimulatedJob> jobs = bounded();
    private final Map<ComponentId, FencingToken> fencingTokens = bounded();
    private final Map<ComponentId, JobKey> latest = bounded();

    /** Creates racks at the demo's pace: a task takes 20 seconds at least, a firmware upgrade three minutes. */
    public SimulatedRack(MonotonicClock clock) {
        this(clock, 1);
    }

    /**
     * Creates racks at another pace.
     *
     * @param pace the factor by which every duration is multiplied
     */
    public SimulatedRack(MonotonicClock clock, double pace) {
        this.clock = clock;
        this.pace = pace;
    }

    @Override
    public Set<ComponentId> components(RackId rack, ComponentType type) {
        int count = switch (type) {
            case POWER_SHELF -> 8;
            case NV_SWITCH -> 9;
            case COMPUTE -> TRAYS;
            case TOR_SWITCH, UMS, CDU, UNKNOWN -> 0;
        };
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> component(rack, type, number))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public synchronized Map<ComponentId, ComponentStatus> ensure(HardwareCommand command) {
        command.components().forEach(component -> refuseStaleToken(command, component));
        keepNewestToken(command);
        begin(command);
        return forEachComponent(command, component -> {
            SimulatedJob job = jobs.get(JobKey.of(command, component));
            return job == null || job.tryNumber() < command.tryNumber()
                    ? new ComponentStatus.Acting(null)
                    : job.statusAt(clock.elapsed());
        });
    }

    @Override
    public synchronized Map<ComponentId, ComponentStatus> quiesce(HardwareCommand command) {
        keepNewestToken(command);
        if (command.interruptPolicy() == InterruptPolicy.INTERRUPTIBLE) {
            cutOff(command);
        }
        return forEachComponent(command, component -> {
            SimulatedJob job = jobs.get(JobKey.of(command, component));
            return job == null ? new ComponentStatus.NeverBegun() : job.statusAt(clock.elapsed());
        });
    }

    private void refuseStaleToken(HardwareCommand command, ComponentId component) {
        FencingToken seen = fencingTokens.getOrDefault(component, command.fencingToken());
        if (command.fencingToken().compareTo(seen) < 0) {
            throw new StaleFencingToken("Fencing token " + command.fencingToken() + " is older than " + seen);
        }
    }

    private void keepNewestToken(HardwareCommand command) {
        command.components()
                .forEach(component -> fencingTokens.merge(
                        component, command.fencingToken(), (seen, given) -> given.compareTo(seen) > 0 ? given : seen));
    }

    /** Starts the components that have not begun this try; they finish one after the other. */
    private void begin(HardwareCommand command) {
        List<ComponentId> idle = command.components().stream()
                .filter(component -> !hasBegun(command, component) && !isRunning(component))
                .toList();
        Duration each = durationOf(command).dividedBy(Math.max(1, idle.size()));
        for (int place = 1; place <= idle.size(); place++) {
            ComponentId component = idle.get(place - 1);
            Duration endsAt = clock.elapsed().plus(each.multipliedBy(place));
            String error = component.equals(BROKEN_TRAY) ? "one tray gave no answer" : null;
            latest.put(component, JobKey.of(command, component));
            jobs.put(
                    JobKey.of(command, component),
                    new SimulatedJob(
                            command.tryNumber(), endsAt, error, command.rack().equals(FRAGILE)));
        }
        if (!idle.isEmpty()) {
            logCommand("start of", command, idle.size());
        }
    }

    private boolean hasBegun(HardwareCommand command, ComponentId component) {
        SimulatedJob job = jobs.get(JobKey.of(command, component));
        return job != null && job.tryNumber() >= command.tryNumber();
    }

    /** Returns whether the component still carries out a command, possibly of another task. */
    private boolean isRunning(ComponentId component) {
        SimulatedJob job = jobs.get(latest.get(component));
        return job != null && isActing(job);
    }

    private boolean isActing(SimulatedJob job) {
        return job.statusAt(clock.elapsed()) instanceof ComponentStatus.Acting;
    }

    private void cutOff(HardwareCommand command) {
        List<SimulatedJob> acting = command.components().stream()
                .map(component -> jobs.get(JobKey.of(command, component)))
                .filter(job -> job != null && isActing(job))
                .toList();
        acting.forEach(job -> job.cutOffAt(clock.elapsed()));
        if (!acting.isEmpty()) {
            logCommand("interruption of", command, acting.size());
        }
    }

    private static void logCommand(String what, HardwareCommand command, int components) {
        LOG.info(
                "Simulated {} {} on {} {} of rack {} for task {} (lease {}, fencing token {})",
                what,
                command.operation().code(),
                components,
                command.type().label(),
                command.rack(),
                command.task(),
                command.leaseNumber(),
                command.fencingToken());
    }

    /**
     * Three steps on a whole rack take 21 seconds; a task that names its components may have only one step, of 20
     * seconds.
     */
    private Duration durationOf(HardwareCommand command) {
        boolean isShort =
                command.tryNumber() > 1 || command.components().equals(components(command.rack(), command.type()));
        Duration base = switch (command.operation().type()) {
            case POWER_CONTROL -> Duration.ofSeconds(isShort ? 7 : 20);
            case FIRMWARE_CONTROL -> Duration.ofMinutes(1);
            case BRING_UP -> Duration.ofMinutes(4);
        };
        return Duration.ofNanos((long) (base.toNanos() * pace));
    }

    private static <T> Map<ComponentId, T> forEachComponent(HardwareCommand command, Function<ComponentId, T> answer) {
        return command.components().stream().collect(Collectors.toUnmodifiableMap(Function.identity(), answer));
    }

    private static ComponentId component(RackId rack, ComponentType type, int number) {
        String name = rack + "/" + type.label() + "/" + number;
        return new ComponentId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    /** A rack that works for months forgets what is long over. */
    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MAX_ENTRIES;
            }
        };
    }

    /** Identifies the work of a component for a step, whatever its try. */
    private record JobKey(TaskId task, int stage, ComponentType type, ComponentId component) {

        static JobKey of(HardwareCommand command, ComponentId component) {
            return new JobKey(command.task(), command.stage(), command.type(), component);
        }
    }
}

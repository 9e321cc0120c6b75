package io.nicotask.bootstrap.embedded;

import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.Stopwatch;
import io.nicotask.application.port.SupersededEpoch;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Epoch;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.TaskId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Racks that exist nowhere: each has the components of a GPU rack, takes its time, and does nothing but write into the
 * log what it was told. It remembers while the process lives. Two racks are special: {@link #BROKEN}, {@link #FRAGILE}.
 */
public final class SimulatedRack implements RackHardware {

    /** The rack whose last compute tray never answers. */
    public static final RackId BROKEN = new RackId(UUID.fromString("00000000-0000-4000-8000-00000000dead"));

    /** The rack whose components need attention when they are cut off. */
    public static final RackId FRAGILE = new RackId(UUID.fromString("00000000-0000-4000-8000-00000000f4a6"));

    private static final int TRAYS = 18;
    private static final ComponentId SILENT_TRAY = component(BROKEN, ComponentType.COMPUTE, TRAYS);
    private static final Logger LOG = LoggerFactory.getLogger(SimulatedRack.class);

    private static final int REMEMBERED = 100_000;

    private final Stopwatch stopwatch;
    private final double pace;
    private final Map<JobKey, SimulatedJob> jobs = bounded();
    private final Map<ComponentId, Epoch> epochs = bounded();
    private final Map<ComponentId, JobKey> latest = bounded();

    /** Racks that take as long as the demo tells: 20 seconds at least, three minutes for firmware. */
    public SimulatedRack(Stopwatch stopwatch) {
        this(stopwatch, 1);
    }

    /**
     * Racks of another pace.
     *
     * @param pace how many times as long everything takes
     */
    public SimulatedRack(Stopwatch stopwatch, double pace) {
        this.stopwatch = stopwatch;
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
    public synchronized Map<ComponentId, Effect> advance(Order order) {
        requireNewest(order);
        begin(order);
        return each(
                order,
                component -> jobs.containsKey(JobKey.of(order, component))
                        ? jobOf(order, component).effectAt(stopwatch.elapsed())
                        : new Effect.Working());
    }

    @Override
    public synchronized Map<ComponentId, Abort> abort(Order order) {
        requireNewest(order);
        tell("abort of", order, order.components().size());
        return each(
                order,
                component -> jobs.containsKey(JobKey.of(order, component))
                        ? jobOf(order, component).abortAt(stopwatch.elapsed())
                        : new Abort.Stopped());
    }

    private void requireNewest(Order order) {
        order.components().forEach(component -> epochs.merge(component, order.epoch(), SimulatedRack::newest));
    }

    /** Those that are not at it yet begin, and are ready one after the other. */
    private void begin(Order order) {
        List<ComponentId> idle = order.components().stream()
                .filter(component -> !jobs.containsKey(JobKey.of(order, component)) && !isAtWork(component))
                .toList();
        Duration each = durationOf(order).dividedBy(Math.max(1, idle.size()));
        for (int place = 1; place <= idle.size(); place++) {
            ComponentId component = idle.get(place - 1);
            Duration endsAt = stopwatch.elapsed().plus(each.multipliedBy(place));
            String error = component.equals(SILENT_TRAY) ? "one tray gave no answer" : null;
            latest.put(component, JobKey.of(order, component));
            jobs.put(
                    JobKey.of(order, component),
                    new SimulatedJob(endsAt, error, order.rack().equals(FRAGILE)));
        }
        if (!idle.isEmpty()) {
            tell("beginning of", order, idle.size());
        }
    }

    /** Whether it still goes on with an order whose worker may have died. */
    private boolean isAtWork(ComponentId component) {
        SimulatedJob job = jobs.get(latest.get(component));
        return job != null && job.effectAt(stopwatch.elapsed()) instanceof Effect.Working;
    }

    private SimulatedJob jobOf(Order order, ComponentId component) {
        return Objects.requireNonNull(jobs.get(JobKey.of(order, component)));
    }

    private static void tell(String what, Order order, int components) {
        LOG.info(
                "Simulated the {} {} of {} {} on rack {} for task {} (attempt {}, epoch {})",
                what,
                order.operation().code(),
                components,
                order.type().label(),
                order.rack(),
                order.task(),
                order.attempt(),
                order.epoch());
    }

    /** Three steps on a whole rack make 21 seconds; a task that names its components may have one step only. */
    private Duration durationOf(Order order) {
        boolean quick = order.round() > 1 || order.components().equals(components(order.rack(), order.type()));
        Duration usual = switch (order.operation().type()) {
            case POWER_CONTROL -> Duration.ofSeconds(quick ? 7 : 20);
            case FIRMWARE_CONTROL -> Duration.ofMinutes(1);
            case BRING_UP -> Duration.ofMinutes(4);
        };
        return Duration.ofNanos((long) (usual.toNanos() * pace));
    }

    private static Epoch newest(Epoch seen, Epoch told) {
        if (told.compareTo(seen) < 0) {
            throw new SupersededEpoch("Epoch " + told + " is behind epoch " + seen);
        }
        return told;
    }

    private static <T> Map<ComponentId, T> each(Order order, Function<ComponentId, T> answer) {
        return order.components().stream().collect(Collectors.toUnmodifiableMap(Function.identity(), answer));
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
                return size() > REMEMBERED;
            }
        };
    }

    /** What makes two orders to a component the same. */
    private record JobKey(TaskId task, int stage, ComponentType type, ComponentId component, int round) {

        static JobKey of(Order order, ComponentId component) {
            return new JobKey(order.task(), order.stage(), order.type(), component, order.round());
        }
    }
}

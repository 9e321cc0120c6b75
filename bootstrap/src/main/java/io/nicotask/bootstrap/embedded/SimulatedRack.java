package io.nicotask.bootstrap.embedded;

import io.nicotask.application.port.RackHardware;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Racks that exist nowhere: each has the components of a GPU rack, takes its time, and does nothing. The last compute
 * tray of {@link #BROKEN} never answers.
 */
public final class SimulatedRack implements RackHardware {

    /** The rack on which every operation fails in its compute trays. */
    public static final RackId BROKEN = new RackId(UUID.fromString("00000000-0000-4000-8000-00000000dead"));

    private static final Logger LOG = LoggerFactory.getLogger(SimulatedRack.class);
    private static final Duration BEAT = Duration.ofMillis(500);

    private final Duration beatEvery;

    /** Racks that take as long as the demo tells: three steps make 20 seconds, or 12 minutes for firmware. */
    public SimulatedRack() {
        this(BEAT);
    }

    SimulatedRack(Duration beatEvery) {
        this.beatEvery = beatEvery;
    }

    @Override
    public int count(RackId rack, ComponentType type) {
        return switch (type) {
            case POWER_SHELF -> 8;
            case NV_SWITCH -> 9;
            case COMPUTE -> 18;
            case TOR_SWITCH, UMS, CDU, UNKNOWN -> 0;
        };
    }

    @Override
    public StepEnd perform(StepOrder order, Beat beat) {
        int total = count(order.rack(), order.type());
        int broken = order.rack().equals(BROKEN) && order.type() == ComponentType.COMPUTE ? 1 : 0;
        long beats = beatsOf(order.operation());
        for (long done = 0; done <= beats; done++) {
            beat.beat((int) ((total - broken) * done / beats), done == beats ? broken : 0);
            pause();
        }
        LOG.info(
                "Simulated {} of {} {} on rack {}",
                order.operation().code(),
                total,
                order.type().label(),
                order.rack());
        return broken == 0 ? new StepEnd.Done() : new StepEnd.Broken("one tray gave no answer");
    }

    /** How many beats one step takes. */
    private static long beatsOf(Operation operation) {
        return switch (operation.type()) {
            case POWER_CONTROL, BRING_UP -> 13;
            case FIRMWARE_CONTROL -> 480;
        };
    }

    private void pause() {
        try {
            Thread.sleep(beatEvery);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The worker is shutting down", interrupted);
        }
    }
}

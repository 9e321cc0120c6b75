package io.nicotask.application.relay;

import io.nicotask.application.port.Ports;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowWatch;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * All that goes on beside the use cases: the relay, the sweeps over workflows and over racks, the alarm. Whoever embeds the
 * library starts them once in each process, and closes them at the end; any number of processes may have them.
 */
public final class Loops implements AutoCloseable {

    private static final int DELIVERIES = 32;
    private static final int LOOKS = 16;

    private final Relay relay;
    private final List<Background> loops;

    private Loops(Relay relay, List<Background> loops) {
        this.relay = relay;
        this.loops = loops;
    }

    /**
     * Starts the loops.
     *
     * @param random spreads repeated attempts in time
     */
    public static Loops start(Ports ports, WorkflowWatch watch, WorkflowEngine engine, RandomGenerator random) {
        Outages outages = new Outages(ports.clock());
        Relay relay = new Relay(ports, engine, random, outages);
        Sweep sweep = new Sweep(ports, watch, engine, outages);
        RackSweep rackSweep = new RackSweep(ports);
        StopAlarm stopAlarm = new StopAlarm(ports.outbox());
        return new Loops(
                relay,
                List.of(
                        Background.start("relay", DELIVERIES, relay::claimDue),
                        Background.start("sweep", LOOKS, sweep::claimDue),
                        Background.start("rack-sweep", LOOKS, rackSweep::claimDue),
                        Background.start("stop-alarm", LOOKS, stopAlarm::claimDue)));
    }

    /** The relay, for whoever wants to have something delivered before its turn. */
    public Relay relay() {
        return relay;
    }

    /** Nothing more is begun; returns within seconds. */
    @Override
    public void close() {
        loops.parallelStream().forEach(Background::close);
    }
}

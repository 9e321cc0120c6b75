package io.nicotask.application.worker;

import io.nicotask.application.internal.work.PollingLoop;
import io.nicotask.application.port.MonotonicClock;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The use cases of a process that hosts hardware.
 *
 * @param begin passes the start gate
 * @param execute executes a stage
 * @param finish ends the task
 * @param observe observes the unfinished steps of ended tasks
 * @param renewLease renews the lease of the stages
 */
public record RackOperationUseCases(
        BeginTask begin, ExecuteStage execute, FinishTask finish, ObserveSteps observe, RenewLease renewLease) {

    /**
     * Creates the use cases with the given ports and hardware, under a process lease of their own, which {@link
     * RenewLease#start} renews.
     *
     * @param monotonic a clock that no one sets
     * @param processIds supplies unused ids, such as random ones, to any thread
     */
    public static RackOperationUseCases using(
            Ports ports,
            OperationRules rules,
            RackHardware hardware,
            MonotonicClock monotonic,
            Supplier<UUID> processIds) {
        ProcessLease lease = new ProcessLease(ports.leases(), monotonic, ports.clock(), processIds);
        return new RackOperationUseCases(
                BeginTask.using(ports, rules, hardware),
                new ExecuteStageService(ports, rules, hardware, lease),
                FinishTask.using(ports),
                ObserveSteps.using(ports, hardware),
                lease);
    }

    /**
     * Renews the lease that all attempts of this process share. A process that executes stages calls it once a second from
     * before its first stage until after its last one.
     */
    @FunctionalInterface
    public interface RenewLease {

        /** The interval between renewals. */
        Duration INTERVAL = Duration.ofSeconds(1);

        /**
         * Renews the lease, by one statement, and releases what attempts could not release; does nothing while no attempt
         * acts.
         *
         * @throws io.nicotask.application.port.StoreUnavailable when the lease could not be renewed
         */
        void renew();

        /** Renews the lease in the background until the result is closed. */
        static ObserveSteps.Loop start(RenewLease renewLease) {
            return new ObserveSteps.Loop(PollingLoop.start("process-lease", 1, INTERVAL, limit -> {
                renewLease.renew();
                return List.of();
            }));
        }
    }
}

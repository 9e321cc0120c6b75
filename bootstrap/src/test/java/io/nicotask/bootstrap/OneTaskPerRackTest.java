package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.domain.operation.Operation.POWER_ON;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.bootstrap.ObservedHardware.Call;
import io.nicotask.bootstrap.RemoteHardwareServer.Hold;
import io.nicotask.faults.Fault;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The next task begins only after the previous one has stopped, even if workers in other processes are killed or paused
 * in the middle of its work.
 */
final class OneTaskPerRackTest {

    private static final Duration CALL = Duration.ofMillis(20);
    private static final int MANY_CALLS = 1_000_000;

    @Test
    void a_worker_killed_in_the_middle_of_a_call_holds_the_rack_until_its_lease_expires() {
        ObservedHardware hardware = new ObservedHardware(MANY_CALLS, CALL);
        try (LibraryHarness system = new LibraryHarness();
                RemoteHardwareServer hardwareServer = new RemoteHardwareServer(hardware);
                RackWorker worker = system.startWorkerProcess(hardwareServer)) {
            ConflictingTasks tasks = ConflictingTasks.submit(system, hardware, POWER_ON);
            tasks.awaitFirstActs();
            Hold hold = hardwareServer.holdNext();
            await().until(hold::isReached);

            worker.kill();
            hold.release();
            try (RackWorker another = system.startWorkerProcess(hardwareServer)) {
                tasks.cancelFirst();

                tasks.awaitNextActs();
            }
            assertThat(tasks.overlaps()).isEmpty();
        }
    }

    @Test
    void a_worker_paused_in_the_middle_of_a_call_sends_no_more_commands_when_it_resumes() {
        ObservedHardware hardware = new ObservedHardware(MANY_CALLS, CALL);
        try (LibraryHarness system = new LibraryHarness();
                RemoteHardwareServer hardwareServer = new RemoteHardwareServer(hardware);
                RackWorker paused = system.startWorkerProcess(hardwareServer)) {
            ConflictingTasks tasks = ConflictingTasks.submit(system, hardware, POWER_ON);
            tasks.awaitFirstActs();
            Hold hold = hardwareServer.holdNext();
            await().until(hold::isReached);
            paused.pause();
            FiredFaults.count(Fault.WORKER_PAUSED, Layer.PROCESS, 1);
            hold.release();
            try (RackWorker another = system.startWorkerProcess(hardwareServer)) {
                tasks.cancelFirst();
                tasks.awaitNextActs();
                int before = hardware.callsOf(tasks.first()).size();

                paused.resume();

                await().until(() -> hardware.callsOf(tasks.first()).stream().anyMatch(Call::wasRefused));
                tasks.awaitSomeCallsOfNext();
                assertThat(hardware.callsOf(tasks.first())).hasSize(before);
            }
            assertThat(tasks.overlaps()).isEmpty();
        }
    }
}

package io.nicotask.bootstrap;

import static io.nicotask.faults.Fault.WORKER_KILLED;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.adapter.workflow.TemporalEngine;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.bootstrap.embedded.JavaCommand;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A worker in a separate process, which a test can kill, pause and resume. */
public final class RackWorker implements AutoCloseable {

    private final Process process;

    private RackWorker(Process process) {
        this.process = process;
    }

    /**
     * Starts a worker, and returns when it polls.
     *
     * @param queue the task queue that it polls
     * @param hardwarePort the port of its hardware, on loopback
     */
    public static RackWorker start(
            PersistenceModule.Settings database, String temporalTarget, String queue, int hardwarePort) {
        try {
            List<String> arguments = List.of(
                    database.url(),
                    database.user(),
                    database.password(),
                    temporalTarget,
                    queue,
                    Integer.toString(hardwarePort));
            Process process = new ProcessBuilder(JavaCommand.of(RackWorker.class, arguments))
                    .redirectError(JavaCommand.log())
                    .start();
            BufferedReader output = process.inputReader();
            if (output.readLine() == null) {
                throw new IllegalStateException("The worker has not started");
            }
            // Drains the output, because a process blocks when its output pipe is full.
            Thread.ofVirtual().name("worker-output").start(() -> output.lines().forEach(System.out::println));
            return new RackWorker(process);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** The main method of the worker's process. */
    public static void main(String[] arguments) throws InterruptedException {
        PersistenceModule persistence = PersistenceModule.open(new PersistenceModule.Settings(
                arguments[0], arguments[1], arguments[2], PersistenceModule.Limits.DEFAULT));
        TemporalEngine workflow = LibraryHarness.temporal(arguments[3], arguments[4]);
        RemoteHardware hardware = new RemoteHardware(Integer.parseInt(arguments[5]));
        workflow.startWorkers(
                List.of(DemoOrg.SITE), LibraryHarness.operations(LibraryHarness.ports(persistence), hardware));
        System.out.println("ready");
        Thread.currentThread().join();
    }

    /** Sends SIGKILL, in the middle of a step. */
    public void kill() {
        FiredFaults.count(WORKER_KILLED, Layer.PROCESS, 1);
        end();
    }

    private void end() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    /** Suspends every thread until it is resumed. */
    public void pause() {
        ProcessSignals.pause(process.toHandle());
    }

    public void resume() {
        ProcessSignals.resume(process.toHandle());
    }

    @Override
    public void close() {
        end();
    }
}

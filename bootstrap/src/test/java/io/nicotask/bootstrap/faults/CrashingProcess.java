package io.nicotask.bootstrap.faults;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.application.task.CancelTask;
import io.nicotask.bootstrap.embedded.ChildJvm;
import io.nicotask.domain.value.TaskId;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A process that starts or cancels one task and halts at a point, and a process that continues all open work. */
final class CrashingProcess {

    /** The line that the continuing process prints when its services run. */
    static final String READY = "ready";

    /** Enough for some minutes: a slow engine may need more than one delivery. */
    private static final int ATTEMPTS = 2_000;

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final String NONE = "-";

    private CrashingProcess() {}

    /** Runs a process that handles this task and halts at the point. */
    static ChildJvm crashingAt(CrashPoint point, TaskId task, TestDeployment deployment) throws IOException {
        return run(deployment, point.name(), task.toString());
    }

    /** Runs a process that continues all open work and prints {@link #READY}. */
    static ChildJvm continuing(TestDeployment deployment) throws IOException {
        return run(deployment, NONE, NONE);
    }

    private static ChildJvm run(TestDeployment deployment, String point, String task) throws IOException {
        PersistenceModule.Settings database = deployment.database();
        return ChildJvm.run(
                CrashingProcess.class,
                database.url(),
                database.user(),
                database.password(),
                deployment.temporalTarget(),
                deployment.queue(),
                point,
                task);
    }

    public static void main(String[] arguments) throws InterruptedException {
        PersistenceModule.Settings database = new PersistenceModule.Settings(
                arguments[0], arguments[1], arguments[2], PersistenceModule.Limits.DEFAULT);
        if (arguments[5].equals(NONE)) {
            new ManualLibrary(database, arguments[3], arguments[4], UnaryOperator.identity(), UnaryOperator.identity())
                    .start();
            System.out.println(READY);
            Thread.currentThread().join();
        } else {
            CrashPoint point = CrashPoint.valueOf(arguments[5]);
            crash(new ManualLibrary(database, arguments[3], arguments[4], point::in, point::in), point, arguments[6]);
            System.exit(0);
        }
    }

    private static void crash(ManualLibrary library, CrashPoint point, String name) throws InterruptedException {
        TaskId task = new TaskId(UUID.fromString(name));
        if (point.isInCancel()) {
            CancelTask.Result answer = library.cancel(task);
            point.beforeResponse();
            System.out.println(answer);
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            library.deliver(task);
            Thread.sleep(PAUSE);
        }
    }
}

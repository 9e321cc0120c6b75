package io.nicotask.bootstrap.embedded;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.concurrent.CountDownLatch;

/**
 * Runs an embedded database in a separate process; on SIGTERM it waits, connects to the database once more and closes
 * it.
 */
final class DatabaseProcess {

    private static final long TIME_FOR_OTHER_HOOKS_MILLIS = 1_500;

    private DatabaseProcess() {}

    public static void main(String[] arguments) throws Exception {
        try {
            DataDirectory directory = DataDirectory.open(Path.of(arguments[0]));
            EmbeddedDatabase database = EmbeddedDatabase.start(directory);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(database, directory)));
            System.out.println(database.url());
            new CountDownLatch(1).await();
        } catch (EmbeddedStartFailed | DataDirectoryInUse e) {
            System.out.println(e.getMessage());
        }
    }

    private static void end(EmbeddedDatabase database, DataDirectory directory) {
        try {
            Thread.sleep(TIME_FOR_OTHER_HOOKS_MILLIS);
            DriverManager.getConnection(database.url(), database.user(), database.password())
                    .close();
            System.out.println("still there");
        } catch (Exception e) {
            System.out.println(e.getMessage());
        }
        database.close();
        directory.close();
    }
}

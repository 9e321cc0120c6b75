package io.nicotask.bootstrap.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The directory in which the embedded services keep their data, locked by one server at a time.
 *
 * <p>The operating system's lock on {@code <directory>/lock} ends with the process, even if it is killed. Keep this
 * object as long as anything uses the directory, and close it last.
 */
public final class DataDirectory implements AutoCloseable {

    /**
     * The directories that this process has locked. A process that closes any descriptor of a file loses all its POSIX
     * locks on it, so a second lock in the same process is refused without opening the lock file again.
     */
    private static final Set<Path> LOCKED_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileLock lock;
    private final boolean ephemeral;
    private final AtomicBoolean closed = new AtomicBoolean();

    private DataDirectory(Path path, FileLock lock, boolean ephemeral) {
        this.path = path;
        this.lock = lock;
        this.ephemeral = ephemeral;
    }

    /**
     * Locks the directory, and creates it for its owner alone if it does not exist. {@link #close()} keeps its content.
     *
     * @throws DataDirectoryInUse when this or another process has locked it
     * @throws EmbeddedStartFailed when it cannot be created or locked
     */
    public static DataDirectory open(Path directory) {
        try {
            return lockDirectory(createIfMissing(directory), false);
        } catch (IOException e) {
            throw new EmbeddedStartFailed("The data directory %s cannot be used: %s.".formatted(directory, e), e);
        }
    }

    /**
     * Creates and locks a temporary directory, which {@link #close()} deletes.
     *
     * @throws EmbeddedStartFailed when it cannot be created or locked
     */
    public static DataDirectory ephemeral() {
        try {
            return lockDirectory(Files.createTempDirectory("nico-tasks-"), true);
        } catch (IOException e) {
            throw new EmbeddedStartFailed("No temporary data directory can be made: %s.".formatted(e), e);
        }
    }

    /** Returns the absolute path, without symbolic links. */
    public Path path() {
        return path;
    }

    /** Unlocks the directory, and deletes it when it is ephemeral; a second call does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            lock.acquiredBy().close();
            if (ephemeral) {
                PrivateFiles.deleteTree(path);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Cannot unlock the data directory " + path, e);
        } finally {
            LOCKED_BY_THIS_PROCESS.remove(path);
        }
    }

    private static Path createIfMissing(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            PrivateFiles.createDirectory(absolute);
        }
        return absolute;
    }

    private static DataDirectory lockDirectory(Path directory, boolean ephemeral) throws IOException {
        Path path = directory.toRealPath();
        if (!LOCKED_BY_THIS_PROCESS.add(path)) {
            throw new DataDirectoryInUse(path);
        }
        try {
            return new DataDirectory(path, tryLock(path), ephemeral);
        } catch (IOException | RuntimeException e) {
            LOCKED_BY_THIS_PROCESS.remove(path);
            throw e;
        }
    }

    private static FileLock tryLock(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new DataDirectoryInUse(path);
        }
        return lock;
    }
}

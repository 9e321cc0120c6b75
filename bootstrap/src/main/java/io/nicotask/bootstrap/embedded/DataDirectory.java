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
 * The directory in which the embedded parts keep their data, held by one server at a time.
 *
 * <p>The hold is a lock of the operating system on {@code <directory>/lock}: it ends with the process, however that ends. Keep
 * this object for as long as anything uses the directory, and close it last.
 */
public final class DataDirectory implements AutoCloseable {

    /**
     * A process that closes any descriptor of a file loses all its POSIX locks on it. So a directory that this process holds must
     * be refused before its lock file is opened again.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

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
     * Holds the directory, made for its owner alone when it is not there; its content outlives {@link #close()}.
     *
     * @throws DataDirectoryInUse when this or another process holds it
     * @throws EmbeddedStartFailed when it cannot be made or locked
     */
    public static DataDirectory open(Path directory) {
        try {
            return hold(made(directory), false);
        } catch (IOException e) {
            throw new EmbeddedStartFailed("The data directory %s cannot be used: %s.".formatted(directory, e), e);
        }
    }

    /**
     * Makes and holds a temporary directory, which {@link #close()} deletes.
     *
     * @throws EmbeddedStartFailed when it cannot be made or locked
     */
    public static DataDirectory ephemeral() {
        try {
            return hold(Files.createTempDirectory("nico-tasks-"), true);
        } catch (IOException e) {
            throw new EmbeddedStartFailed("No temporary data directory can be made: %s.".formatted(e), e);
        }
    }

    /** The absolute path, free of symbolic links. */
    public Path path() {
        return path;
    }

    /** Lets the directory go, and deletes it when it is ephemeral; a second call does nothing. */
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
            throw new IllegalStateException("Cannot let go of the data directory " + path, e);
        } finally {
            HELD_HERE.remove(path);
        }
    }

    private static Path made(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            PrivateFiles.createDirectory(absolute);
        }
        return absolute;
    }

    private static DataDirectory hold(Path directory, boolean ephemeral) throws IOException {
        Path path = directory.toRealPath();
        if (!HELD_HERE.add(path)) {
            throw new DataDirectoryInUse(path);
        }
        try {
            return new DataDirectory(path, locked(path), ephemeral);
        } catch (IOException | RuntimeException e) {
            HELD_HERE.remove(path);
            throw e;
        }
    }

    private static FileLock locked(Path path) throws IOException {
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

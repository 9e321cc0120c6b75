package io.nicotask.application;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.MonotonicClock;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.value.TaskId;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Sets what {@link NicoTasks} needs. Storage, engine and access have no default. Not safe for several threads. */
public final class NicoTasksBuilder {

    private @Nullable Storage storage;

    @Nullable
    Storage background;

    private @Nullable WorkflowEngine engine;
    private @Nullable Function<SiteDirectory, AccessPolicy> access;
    RackConflicts conflicts = RackConflicts.SHARED_COMPONENTS;
    OperationRules rules = OperationRules.standard();
    InstantSource clock = Clock.systemUTC();
    Supplier<TaskId> ids = () -> new TaskId(UUID.randomUUID());
    final MonotonicClock monotonic = () -> Duration.ofNanos(System.nanoTime());
    final Supplier<UUID> processIds = UUID::randomUUID;
    RandomGenerator random = new Random();
    Runnable onChange = () -> {};
    ThreadFactory threads = Thread.ofVirtual().factory();

    NicoTasksBuilder() {}

    @CanIgnoreReturnValue
    public NicoTasksBuilder storage(Storage of) {
        this.storage = of;
        return this;
    }

    /** Sets the same storage with connections of its own for the background services; else they share those of callers. */
    @CanIgnoreReturnValue
    public NicoTasksBuilder backgroundStorage(Storage of) {
        this.background = of;
        return this;
    }

    @CanIgnoreReturnValue
    public NicoTasksBuilder engine(WorkflowEngine of) {
        this.engine = of;
        return this;
    }

    @CanIgnoreReturnValue
    public NicoTasksBuilder access(AccessPolicy policy) {
        return access(sites -> policy);
    }

    /** Sets a policy over the sites of the storage, such as {@code ProviderAdminPolicy::new}. */
    @CanIgnoreReturnValue
    public NicoTasksBuilder access(Function<SiteDirectory, AccessPolicy> policy) {
        this.access = policy;
        return this;
    }

    /** Sets which tasks must not overlap on a rack; by default those that share a component. */
    @CanIgnoreReturnValue
    public NicoTasksBuilder conflicts(RackConflicts which) {
        this.conflicts = which;
        return this;
    }

    /** Sets the rules from which operations get their stages; by default the standard ones. */
    @CanIgnoreReturnValue
    public NicoTasksBuilder rules(OperationRules of) {
        this.rules = of;
        return this;
    }

    /** Sets the time of changes; by default the system's. */
    @CanIgnoreReturnValue
    public NicoTasksBuilder clock(InstantSource of) {
        this.clock = of;
        return this;
    }

    /** Sets what supplies the ids of new tasks, to any thread; by default they are random. */
    @CanIgnoreReturnValue
    public NicoTasksBuilder ids(Supplier<TaskId> of) {
        this.ids = of;
        return this;
    }

    /** Sets the source of the jitter of retries. */
    @CanIgnoreReturnValue
    public NicoTasksBuilder random(RandomGenerator of) {
        this.random = of;
        return this;
    }

    /**
     * Sets what is called after each commit of the built object that may have added {@linkplain NicoTasks#events events},
     * such as the wake-up of a reader, and by each {@link NicoTasks#wake}: the host commits what was decided {@linkplain
     * NicoTasks#within within} its transaction. It is called in the thread that has decided, and must return at once. A
     * reader that is needed before the build gets its events from {@link Storage#events}.
     */
    @CanIgnoreReturnValue
    public NicoTasksBuilder onChange(Runnable listener) {
        this.onChange = listener;
        return this;
    }

    /** Sets what creates the threads of the background services, hundreds at times; by default virtual ones. */
    @CanIgnoreReturnValue
    public NicoTasksBuilder threads(ThreadFactory of) {
        this.threads = of;
        return this;
    }

    /**
     * Builds it, without starting anything.
     *
     * @throws NullPointerException if storage, engine or access is missing
     */
    public NicoTasks build() {
        return new NicoTasks(
                this,
                Objects.requireNonNull(storage, "The builder of NicoTasks needs storage(…)"),
                Objects.requireNonNull(engine, "The builder of NicoTasks needs engine(…)"),
                Objects.requireNonNull(access, "The builder of NicoTasks needs access(…)"));
    }
}

package io.nicotask.adapter.persistence;

import io.nicotask.application.Storage;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.RackGranted;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.TaskEvents;
import io.nicotask.application.port.UnfinishedSteps;
import io.nicotask.application.port.UserDirectory;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * A storage whose tasks are decided and read in the transaction of a host. What must not depend on that transaction, such
 * as the audit of a denied request, is in the storage that it belongs to.
 */
final class JoinedStorage implements Storage {

    private final JdbiStorage own;
    private final JdbiTransactions host;
    private final int maxExamined;
    private final Duration attentionAfter;

    JoinedStorage(JdbiStorage own, JdbiTransactions host, int maxExamined, Duration attentionAfter) {
        this.own = own;
        this.host = host;
        this.maxExamined = maxExamined;
        this.attentionAfter = attentionAfter;
    }

    @Override
    public Ports ports(AccessPolicy access, RackConflicts conflicts, InstantSource clock) {
        return new Ports(
                new JdbiTaskStorage(host, attentionAfter, JoinedStorage::unclaimed),
                new JdbiTaskQueries(host, maxExamined, attentionAfter),
                new JdbiStopQueries(host, attentionAfter),
                refused(WorkQueue.class),
                refused(WorkflowMonitor.class),
                refused(RackLeases.class),
                refused(UnfinishedSteps.class),
                own.audit(),
                access,
                conflicts,
                clock);
    }

    /** By the connection of the host, so that a call needs no second one while it holds the first. */
    @Override
    public SiteDirectory sites() {
        return new JdbiSiteDirectory(host);
    }

    /** Events of the transaction itself are not settled before it ends. */
    @Override
    public TaskEvents events() {
        return own.events();
    }

    @Override
    public UserDirectory users() {
        return own.users();
    }

    /** This process cannot deliver what may be rolled back; after the commit, any process claims it. */
    private static List<Change> unclaimed(List<Change> changes) {
        return changes.stream().map(JoinedStorage::unclaimed).toList();
    }

    private static Change unclaimed(Change change) {
        return switch (change) {
            case TaskChanged changed -> new TaskChanged(changed.change(), unclaimed(changed.delivery()));
            case RackGranted granted -> new RackGranted(granted.task(), unclaimed(granted.delivery()));
            case Change.TaskSubmitted submitted -> submitted;
            case Change.RackReleased released -> released;
            case Change.RackCheckScheduled scheduled -> scheduled;
            case Change.LeaseAcquired acquired -> acquired;
            case Change.LeaseReleased ended -> ended;
            case Change.StepBegun begun -> begun;
            case Change.StepEnded step -> step;
            case Change.LateOutcomeAdded late -> late;
            case Change.WorkflowStarted started -> started;
            case Change.WorkflowCheckScheduled check -> check;
            case Change.WorkflowChecked checked -> checked;
            case Change.WorkflowClosed closed -> closed;
            case Change.StopResolved resolved -> resolved;
            case Change.StopAlerted alerted -> alerted;
            case Change.WorkCompleted work -> work;
            case Change.Audited audited -> audited;
        };
    }

    private static Delivery unclaimed(Delivery delivery) {
        return new Delivery(delivery.delay(), false);
    }

    /** Returns a port that only background services and workers need, which have transactions of their own. */
    private static <P> P refused(Class<P> port) {
        return port.cast(
                Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    throw new IllegalStateException(
                            port.getSimpleName() + " cannot be used within a transaction of a host");
                }));
    }
}

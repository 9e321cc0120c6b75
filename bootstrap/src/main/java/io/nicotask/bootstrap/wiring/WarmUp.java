package io.nicotask.bootstrap.wiring;

import io.nicotask.adapter.auth.AuthModule;
import io.nicotask.adapter.http.HttpModule;
import io.nicotask.adapter.http.HttpModule.WarmUpRequests;
import io.nicotask.adapter.http.TaskRoutes;
import io.nicotask.application.Storage;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.TaskEvents;
import io.nicotask.application.port.UserDirectory;
import io.nicotask.bootstrap.config.Settings.Organization;
import io.nicotask.bootstrap.config.Settings.Site;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.value.SiteId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends requests through the server's own code before it listens, so that a ready server carries load at once. The
 * first requests of a process load and compile the code, and a few concurrent ones take seconds on a busy machine.
 */
final class WarmUp {

    /** Five times as many rounds take twice the CPU time and make the first requests of clients no faster. */
    private static final int ROUNDS = 50;

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Subject SUBJECT = new Subject("system/warm-up");
    private static final Role ADMIN = new Role("PROVIDER_ADMIN");

    private final AtomicInteger roundsLeft = new AtomicInteger(ROUNDS);
    private final long deadline = System.nanoTime() + LIMIT.toNanos();
    private final AuthModule auth;

    WarmUp(AuthModule auth) {
        this.auth = auth;
    }

    /** Returns the same storage with an audit trail that stores nothing. */
    static Storage withoutAudit(Storage storage) {
        return new WithoutAudit(storage);
    }

    private static Ports withoutAudit(Ports ports) {
        return new Ports(
                ports.storage(),
                ports.tasks(),
                ports.stops(),
                ports.queue(),
                ports.monitor(),
                ports.leases(),
                ports.unfinishedSteps(),
                entry -> {},
                ports.access(),
                ports.conflicts(),
                ports.clock());
    }

    /**
     * Returns when the requests are answered or the time limit has passed. Sends none when no site accepts submits.
     *
     * @param routes those of the server, with use cases {@link #withoutAudit}
     */
    void run(HttpModule.Settings settings, TaskRoutes routes, List<Organization> organizations) {
        organizations.stream()
                .flatMap(organization -> organization.sites().stream()
                        .filter(WarmUp::isFlowEnabled)
                        .map(site -> requestsFor(new OrgName(organization.org()), new SiteId(site.id()))))
                .findFirst()
                .ifPresent(requests -> HttpModule.warmUp(settings, routes, requests));
    }

    private boolean hasRoundsLeft() {
        auth.warmUp();
        return roundsLeft.decrementAndGet() >= 0 && System.nanoTime() - deadline < 0;
    }

    private static boolean isFlowEnabled(Site site) {
        return !Boolean.FALSE.equals(site.flowEnabled());
    }

    private WarmUpRequests requestsFor(OrgName org, SiteId site) {
        Caller admin = new Caller(SUBJECT, Caller.Profile.EMPTY, Map.of(org, Set.of(ADMIN)));
        return new WarmUpRequests(admin, org, site, this::hasRoundsLeft);
    }

    private record WithoutAudit(Storage storage) implements Storage {

        @Override
        public Ports ports(AccessPolicy access, RackConflicts conflicts, InstantSource clock) {
            return withoutAudit(storage.ports(access, conflicts, clock));
        }

        @Override
        public SiteDirectory sites() {
            return storage.sites();
        }

        @Override
        public TaskEvents events() {
            return storage.events();
        }

        @Override
        public UserDirectory users() {
            return storage.users();
        }

        @Override
        public List<Runnable> upkeep(int limit) {
            return List.of();
        }
    }
}

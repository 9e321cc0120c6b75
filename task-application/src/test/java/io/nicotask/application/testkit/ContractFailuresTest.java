package io.nicotask.application.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.AccessPolicyContract;
import io.nicotask.application.contract.IdempotencyKeyContract;
import io.nicotask.application.contract.RackLeasesContract;
import io.nicotask.application.contract.StopQueriesContract;
import io.nicotask.application.contract.TaskEventsContract;
import io.nicotask.application.contract.TaskQueriesContract;
import io.nicotask.application.contract.TaskStorageContract;
import io.nicotask.application.contract.UnfinishedStepsContract;
import io.nicotask.application.contract.WorkQueueContract;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.StopQueries;
import io.nicotask.application.port.TaskEvents;
import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.UnfinishedSteps;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.user.TrustedCallersPolicy;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What the author of a port's implementation reads when a method of it is broken. */
final class ContractFailuresTest {

    private static final String BREAKAGE = "nicotask.breakage";

    private static final Map<Class<?>, List<Class<?>>> CONTRACTS = contracts();

    private static Map<Class<?>, List<Class<?>>> contracts() {
        Map<Class<?>, List<Class<?>>> contracts = new LinkedHashMap<>();
        contracts.put(StopQueries.class, List.of(OfStopQueries.class));
        contracts.put(TaskStorage.class, List.of(OfTaskStorage.class, OfIdempotencyKey.class));
        contracts.put(WorkQueue.class, List.of(OfWorkQueue.class));
        contracts.put(TaskQueries.class, List.of(OfTaskQueries.class));
        contracts.put(RackLeases.class, List.of(OfRackLeases.class));
        contracts.put(UnfinishedSteps.class, List.of(OfUnfinishedSteps.class));
        contracts.put(AccessPolicy.class, List.of(OfAccessPolicy.class));
        contracts.put(TaskEvents.class, List.of(OfTaskEvents.class));
        return contracts;
    }

    @TestFactory
    Stream<DynamicTest> each_failure_names_the_broken_method() {
        return CONTRACTS.entrySet().stream()
                .flatMap(entry -> Breakage.of(entry.getKey())
                        .filter(ContractFailuresTest::failsAtOnce)
                        .map(breakage -> DynamicTest.dynamicTest(
                                breakage.toString(), () -> assertNamed(breakage, entry.getValue()))));
    }

    /** The contract of events waits for minutes for one that does not come. */
    private static boolean failsAtOnce(Breakage breakage) {
        return !breakage.equals(new Breakage("TaskEvents.after", Breakage.Result.EMPTY));
    }

    private static void assertNamed(Breakage breakage, List<Class<?>> contracts) {
        List<Throwable> failures = failures(breakage, contracts);

        assertThat(failures)
                .as("failures of a contract when a method does nothing")
                .isNotEmpty();
        assertThat(failures).extracting(Throwable::getMessage).allMatch(text -> text.contains(breakage.method() + "("));
    }

    private static List<Throwable> failures(Breakage breakage, List<Class<?>> contracts) {
        List<Throwable> failures = new ArrayList<>();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(contracts.stream()
                                        .map(DiscoverySelectors::selectClass)
                                        .toList())
                                .configurationParameter(BREAKAGE, breakage.toString())
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                result.getThrowable().ifPresent(failures::add);
                            }
                        });
        return failures;
    }

    /** Gives a contract the defect that its run is about. */
    static final class Breakages implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Breakage.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return Breakage.parse(context.getConfigurationParameter(BREAKAGE).orElseThrow());
        }
    }

    @ExtendWith(Breakages.class)
    static final class OfStopQueries extends StopQueriesContract {

        OfStopQueries(Breakage breakage) {
            super(breakage.store(), StopQueries.class);
        }
    }

    @ExtendWith(Breakages.class)
    static final class OfTaskStorage extends TaskStorageContract {

        OfTaskStorage(Breakage breakage) {
            super(breakage.store(), TaskStorage.class);
        }
    }

    @ExtendWith(Breakages.class)
    static final class OfIdempotencyKey extends IdempotencyKeyContract {

        OfIdempotencyKey(Breakage breakage) {
            super(breakage.store(), TaskStorage.class);
        }
    }

    @ExtendWith(Breakages.class)
    static final class OfWorkQueue extends WorkQueueContract {

        OfWorkQueue(Breakage breakage) {
            super(breakage.store(), WorkQueue.class);
        }
    }

    @ExtendWith(Breakages.class)
    static final class OfTaskQueries extends TaskQueriesContract {

        OfTaskQueries(Breakage breakage) {
            super(breakage.store(), TaskQueries.class);
        }
    }

    @ExtendWith(Breakages.class)
    static final class OfRackLeases extends RackLeasesContract {

        OfRackLeases(Breakage breakage) {
            super(breakage.store(), RackLeases.class);
        }
    }

    @ExtendWith(Breakages.class)
    static final class OfUnfinishedSteps extends UnfinishedStepsContract {

        OfUnfinishedSteps(Breakage breakage) {
            super(breakage.store(), UnfinishedSteps.class);
        }
    }

    @ExtendWith(Breakages.class)
    static final class OfTaskEvents extends TaskEventsContract {

        OfTaskEvents(Breakage breakage) {
            super(breakage.store(), TaskEvents.class);
        }
    }

    @ExtendWith(Breakages.class)
    static final class OfAccessPolicy extends AccessPolicyContract {

        private final Breakage breakage;

        OfAccessPolicy(Breakage breakage) {
            this.breakage = breakage;
        }

        @Override
        protected AccessPolicy policy(SiteDirectory sites) {
            return breakage.in(AccessPolicy.class, new TrustedCallersPolicy(sites));
        }

        @Override
        protected Caller callerWhoMay() {
            return RequestContext.ofTrusted(new Subject("scheduler"), ORG, "request-1")
                    .caller();
        }

        @Override
        protected List<Caller> callersWhoMayNot() {
            return List.of();
        }
    }
}

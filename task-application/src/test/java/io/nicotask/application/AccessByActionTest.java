package io.nicotask.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.memory.TestTasks;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.TaskQueries.Reports;
import io.nicotask.application.port.TaskQueries.TaskList;
import io.nicotask.application.site.GetSite;
import io.nicotask.application.site.ListSites;
import io.nicotask.application.stop.ListStops;
import io.nicotask.application.stop.ResolveStop;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.GetTask;
import io.nicotask.application.task.GetTaskHistory;
import io.nicotask.application.task.ListTasks;
import io.nicotask.application.task.ListTasks.Command.Pagination.OffsetRequest;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.user.AuthorizeProvider;
import io.nicotask.application.user.TrustedCallersPolicy;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.TaskId;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each use case asks the access policy whether the caller may do just what it does. */
final class AccessByActionTest {

    private static final TaskId TASK = new TaskId(new UUID(5, 5));

    private final List<Action> asked = new ArrayList<>();
    private final TestTasks test = new TestTasks(builder -> builder.access(this::recording));

    static Stream<Arguments> useCases() {
        return Stream.of(
                useCase(
                        Action.SUBMIT_TASK,
                        (tasks, context) -> tasks.submitTask().submit(submit(context))),
                useCase(
                        Action.CANCEL_TASK,
                        (tasks, context) ->
                                tasks.cancelTask().cancel(new CancelTask.Command(context, TestTasks.SITE, TASK, null))),
                useCase(
                        Action.GET_TASK,
                        (tasks, context) -> tasks.getTask().get(new GetTask.Command(context, TestTasks.SITE, TASK))),
                useCase(
                        Action.GET_TASK_HISTORY,
                        (tasks, context) ->
                                tasks.getTaskHistory().get(new GetTaskHistory.Command(context, TestTasks.SITE, TASK))),
                useCase(Action.LIST_TASKS, (tasks, context) -> tasks.listTasks().list(list(context))),
                useCase(
                        Action.LIST_STOPS,
                        (tasks, context) ->
                                tasks.listStops().list(new ListStops.Command(context, TestTasks.SITE, null, 10))),
                useCase(
                        Action.RESOLVE_STOP,
                        (tasks, context) -> tasks.resolveStop()
                                .resolve(new ResolveStop.Command(context, TestTasks.SITE, TASK, new Reason("seen")))),
                useCase(
                        Action.LIST_SITES,
                        (tasks, context) -> tasks.listSites().list(new ListSites.Command(context, 1, 10))),
                useCase(
                        Action.GET_SITE,
                        (tasks, context) -> tasks.getSite().get(new GetSite.Command(context, TestTasks.SITE))),
                useCase(
                        Action.LIST_TASKS,
                        (tasks, context) -> tasks.authorizeProvider()
                                .authorize(new AuthorizeProvider.Command(context, Action.LIST_TASKS))));
    }

    @ParameterizedTest
    @MethodSource("useCases")
    void the_policy_is_asked_about_the_action(Action action, BiFunction<NicoTasks, RequestContext, ?> useCase) {
        Object result = useCase.apply(test.tasks(), test.context());

        assertThat(result).isNotNull();
        assertThat(asked).containsOnly(action);
    }

    private static Arguments useCase(Action action, BiFunction<NicoTasks, RequestContext, ?> call) {
        return Arguments.of(action, call);
    }

    private static SubmitTask.Command submit(RequestContext context) {
        return new SubmitTask.Command(
                context,
                new SubmitTask.Command.TaskRequest(
                        TestTasks.SITE,
                        new RackId(new UUID(6, 6)),
                        Operation.POWER_ON,
                        ComponentSelection.WHOLE_RACK,
                        "",
                        null),
                new SubmitTask.Command.ConflictStrategy.Reject(),
                null);
    }

    private static ListTasks.Command list(RequestContext context) {
        return new ListTasks.Command(
                context, TestTasks.SITE, new TaskList.Site(), new OffsetRequest(1, 10, false), Reports.OMITTED);
    }

    private AccessPolicy recording(SiteDirectory sites) {
        AccessPolicy policy = new TrustedCallersPolicy(sites);
        return (AccessPolicy) Proxy.newProxyInstance(
                AccessPolicy.class.getClassLoader(),
                new Class<?>[] {AccessPolicy.class},
                (proxy, method, arguments) -> {
                    Stream.of(arguments)
                            .filter(Action.class::isInstance)
                            .map(Action.class::cast)
                            .forEach(asked::add);
                    return method.invoke(policy, arguments);
                });
    }
}

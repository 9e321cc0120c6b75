package io.nicotask.application;

import static io.nicotask.application.SiteFixture.CALLER;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.SITE;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.TaskQueries.Filter;
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
import io.nicotask.application.task.ListTasks.Command.Pagination;
import io.nicotask.application.task.ListTasks.Command.Pagination.CursorRequest;
import io.nicotask.application.task.ListTasks.Command.Pagination.OffsetRequest;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy.Queue;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy.Reject;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.TaskId;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A command that is incomplete or invalid cannot be made, so that no use case receives one. */
@NullUnmarked
final class CommandTest {

    private static final RequestContext CONTEXT = new RequestContext(CALLER, ORG, ORIGIN);
    private static final TaskId TASK = new TaskId(new UUID(7, 1));
    private static final RackId RACK = new RackId(new UUID(7, 2));
    private static final Reason REASON = new Reason("all trays are off");
    private static final Reject REJECT = new Reject();
    private static final TaskRequest REQUEST = request("Power on");
    private static final TaskList LIST = new TaskList.Site();
    private static final Pagination PAGE = new OffsetRequest(1, 20, false);

    static Stream<Arguments> incomplete() {
        ComponentSelection all = ComponentSelection.WHOLE_RACK;
        Operation on = Operation.POWER_ON;
        return Stream.of(
                missing("caller", () -> new RequestContext(null, ORG, ORIGIN)),
                missing("org", () -> new RequestContext(CALLER, null, ORIGIN)),
                missing("origin", () -> new RequestContext(CALLER, ORG, null)),
                missing("context", () -> new CancelTask.Command(null, SITE, TASK, null)),
                missing("site", () -> new CancelTask.Command(CONTEXT, null, TASK, null)),
                missing("task", () -> new CancelTask.Command(CONTEXT, SITE, null, null)),
                missing("context", () -> new GetTask.Command(null, SITE, TASK)),
                missing("site", () -> new GetTask.Command(CONTEXT, null, TASK)),
                missing("task", () -> new GetTask.Command(CONTEXT, SITE, null)),
                missing("context", () -> new GetTaskHistory.Command(null, SITE, TASK)),
                missing("site", () -> new GetTaskHistory.Command(CONTEXT, null, TASK)),
                missing("task", () -> new GetTaskHistory.Command(CONTEXT, SITE, null)),
                missing("context", () -> new ListTasks.Command(null, SITE, LIST, PAGE, Reports.OMITTED)),
                missing("site", () -> new ListTasks.Command(CONTEXT, null, LIST, PAGE, Reports.OMITTED)),
                missing("list", () -> new ListTasks.Command(CONTEXT, SITE, null, PAGE, Reports.OMITTED)),
                missing("pagination", () -> new ListTasks.Command(CONTEXT, SITE, LIST, null, Reports.OMITTED)),
                missing("reports", () -> new ListTasks.Command(CONTEXT, SITE, LIST, PAGE, null)),
                missing("filter", () -> new CursorRequest(null, 20, null)),
                missing("context", () -> new ListStops.Command(null, SITE, null, 1)),
                missing("site", () -> new ListStops.Command(CONTEXT, null, null, 1)),
                missing("context", () -> new ListSites.Command(null, 1, 1)),
                missing("context", () -> new GetSite.Command(null, SITE)),
                missing("site", () -> new GetSite.Command(CONTEXT, null)),
                missing("context", () -> new ResolveStop.Command(null, SITE, TASK, REASON)),
                missing("site", () -> new ResolveStop.Command(CONTEXT, null, TASK, REASON)),
                missing("task", () -> new ResolveStop.Command(CONTEXT, SITE, null, REASON)),
                missing("reason", () -> new ResolveStop.Command(CONTEXT, SITE, TASK, null)),
                missing("context", () -> new SubmitTask.Command(null, REQUEST, REJECT, null)),
                missing("request", () -> new SubmitTask.Command(CONTEXT, null, REJECT, null)),
                missing("conflictStrategy", () -> new SubmitTask.Command(CONTEXT, REQUEST, null, null)),
                missing("site", () -> new TaskRequest(null, RACK, on, all, "", null)),
                missing("rack", () -> new TaskRequest(SITE, null, on, all, "", null)),
                missing("operation", () -> new TaskRequest(SITE, RACK, null, all, "", null)),
                missing("components", () -> new TaskRequest(SITE, RACK, on, null, "", null)),
                missing("description", () -> new TaskRequest(SITE, RACK, on, all, null, null)));
    }

    @ParameterizedTest
    @MethodSource("incomplete")
    void a_command_must_be_complete(String missing, ThrowingCallable creation) {
        assertThatNullPointerException().isThrownBy(creation).withMessage(missing);
    }

    static Stream<Arguments> invalid() {
        String unstorable = "must not contain NUL or a lone surrogate";
        return Stream.of(
                Arguments.of("description size must be between 0 and 512", creation(() -> request("x".repeat(513)))),
                Arguments.of("description " + unstorable, creation(() -> request("\0"))),
                Arguments.of("description " + unstorable, creation(() -> request("\uDC00"))),
                Arguments.of("timeoutSeconds must be between 1 and 86400: 0", creation(() -> new Queue(0))),
                Arguments.of("timeoutSeconds must be between 1 and 86400: 86401", creation(() -> new Queue(86_401))),
                Arguments.of("idempotencyKey size must be between 1 and 255", creation(() -> keyed(""))),
                Arguments.of("idempotencyKey size must be between 1 and 255", creation(() -> keyed("k".repeat(256)))),
                Arguments.of("idempotencyKey " + unstorable, creation(() -> keyed("\0"))),
                Arguments.of("number must be greater than 0: 0", creation(() -> new OffsetRequest(0, 20, false))),
                Arguments.of("number must be greater than 0: 0", creation(() -> new ListSites.Command(CONTEXT, 0, 20))),
                Arguments.of("reason must not be blank", creation(() -> resolving(""))),
                Arguments.of("reason must not be blank", creation(() -> resolving(" "))));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void a_value_out_of_range_is_refused(String message, ThrowingCallable creation) {
        assertThatIllegalArgumentException().isThrownBy(creation).withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 101, Integer.MAX_VALUE})
    void a_list_has_1_to_100_elements(int size) {
        for (ThrowingCallable creation : creationsOfLists(size)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(creation)
                    .withMessage("size must be between 1 and 100: " + size);
        }
    }

    @Test
    void the_limits_themselves_are_valid() {
        assertThatCode(() -> request("x".repeat(512))).doesNotThrowAnyException();
        assertThatCode(() -> keyed("k".repeat(255))).doesNotThrowAnyException();
        assertThatCode(() -> new Queue(86_400)).doesNotThrowAnyException();
        for (ThrowingCallable creation : creationsOfLists(100)) {
            assertThatCode(creation).doesNotThrowAnyException();
        }
    }

    private static ThrowingCallable[] creationsOfLists(int size) {
        return new ThrowingCallable[] {
            () -> new OffsetRequest(1, size, false),
            () -> new CursorRequest(null, size, Filter.NONE),
            () -> new ListStops.Command(CONTEXT, SITE, null, size),
            () -> new ListSites.Command(CONTEXT, 1, size)
        };
    }

    private static Arguments missing(String component, ThrowingCallable creation) {
        return Arguments.of(component, creation);
    }

    private static ThrowingCallable creation(ThrowingCallable creation) {
        return creation;
    }

    private static TaskRequest request(String description) {
        return new TaskRequest(SITE, RACK, Operation.POWER_ON, ComponentSelection.WHOLE_RACK, description, null);
    }

    private static SubmitTask.Command keyed(String key) {
        ConflictStrategy strategy = REJECT;
        return new SubmitTask.Command(CONTEXT, REQUEST, strategy, key);
    }

    private static ResolveStop.Command resolving(String reason) {
        return new ResolveStop.Command(CONTEXT, SITE, TASK, new Reason(reason));
    }
}

package io.nicotask.domain.task;

import static io.nicotask.domain.task.TaskFixtures.OTHER_RUN;
import static io.nicotask.domain.task.TaskFixtures.RULE;
import static io.nicotask.domain.task.TaskFixtures.RUN;
import static io.nicotask.domain.task.TaskFixtures.aPlan;
import static io.nicotask.domain.task.TaskFixtures.aReport;
import static io.nicotask.domain.task.TaskFixtures.aRunningTask;
import static io.nicotask.domain.task.TaskFixtures.aTaskIn;
import static io.nicotask.domain.task.TaskFixtures.applied;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.domain.task.Transition.AlreadyApplied;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.task.Transition.Refused;
import io.nicotask.domain.value.RuleId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plans of a task that has no report yet; later ones are in the transition table. */
final class TaskPlanTest {

    private static final Instant NOW = TaskFixtures.SUBMITTED.plusSeconds(60);
    private static final RuleId OTHER_RULE = new RuleId(new UUID(0, 2));

    @ParameterizedTest
    @EnumSource
    void only_a_running_task_is_planned(TaskStatus status) {
        Task task = aTaskIn(status).withoutReport().build();

        Transition answer = task.plan(RUN, RULE, aPlan(), NOW);

        assertThat(answer).isInstanceOf(status == TaskStatus.RUNNING ? Applied.class : Refused.class);
    }

    @ParameterizedTest
    @EnumSource
    void no_other_run_plans_a_task(TaskStatus status) {
        Task task = aTaskIn(status).withoutReport().build();

        assertThat(task.plan(OTHER_RUN, RULE, aPlan(), NOW)).isEqualTo(new Refused(task));
    }

    @Test
    void a_plan_sets_rule_and_report_in_one_version_and_nothing_else() {
        Task task = aRunningTask().withoutReport().build();

        Task planned = applied(task.plan(RUN, RULE, aPlan(), NOW.plusNanos(1_999)));

        TaskSpec spec = task.spec();
        TaskSpec resolved =
                new TaskSpec(spec.site(), spec.rack(), spec.operation(), spec.components(), spec.description(), RULE);
        Revision next = task.revision().next(NOW.plusNanos(1_000));
        assertThat(planned)
                .isEqualTo(Task.rehydrated(task.id(), resolved, task.state(), task.message(), aPlan(), next));
    }

    @Test
    void only_the_first_plan_counts() {
        Task planned = applied(aRunningTask().withoutReport().build().plan(RUN, RULE, aPlan(), NOW));

        assertThat(planned.plan(RUN, RULE, aPlan(), NOW)).isEqualTo(new AlreadyApplied(planned));
        assertThat(planned.plan(RUN, OTHER_RULE, aReport(), NOW)).isEqualTo(new AlreadyApplied(planned));
    }

    @Test
    void a_plan_is_never_dated_before_the_last_change() {
        Task task = aRunningTask().withoutReport().build();

        Task planned = applied(task.plan(RUN, RULE, aPlan(), task.revision().created()));

        assertThat(planned.revision().updated()).isEqualTo(task.revision().updated());
    }
}

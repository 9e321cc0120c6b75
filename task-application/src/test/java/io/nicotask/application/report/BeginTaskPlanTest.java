package io.nicotask.application.report;

import static io.nicotask.application.memory.ScriptedHardware.component;
import static io.nicotask.domain.task.ComponentType.CDU;
import static io.nicotask.domain.task.ComponentType.COMPUTE;
import static io.nicotask.domain.task.Interruption.INTERRUPTIBLE;
import static io.nicotask.domain.task.TaskFixtures.RULE;
import static io.nicotask.domain.task.TaskFixtures.RUN;
import static io.nicotask.domain.task.TaskFixtures.SITE;
import static io.nicotask.domain.task.TaskFixtures.aPendingTask;
import static io.nicotask.domain.task.TaskFixtures.aWaitingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.TestSite;
import io.nicotask.application.memory.InMemoryOperationRules;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.report.BeginTaskResult.Passed;
import io.nicotask.application.report.BeginTaskResult.TurnedAway;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.OperationRule;
import io.nicotask.domain.task.OperationRule.Step;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskReport;
import io.nicotask.domain.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** By which rule a task begins. */
final class BeginTaskPlanTest {

    private static final OperationRule OWN = new OperationRule(
            RULE,
            Operation.POWER_ON,
            List.of(List.of(
                    new Step(CDU, INTERRUPTIBLE, 0, Duration.ofMinutes(1)),
                    new Step(COMPUTE, INTERRUPTIBLE, 0, Duration.ofMinutes(1)))));

    private final TestSite site = new TestSite();
    private final ScriptedHardware hardware = new ScriptedHardware();
    private final InMemoryOperationRules rules = new InMemoryOperationRules();
    private final BeginTask beginTask = BeginTask.using(site.ports, rules, hardware);

    @Test
    void the_rule_of_a_task_is_recorded_when_it_begins_and_stays() {
        Task task = site.has(aPendingTask());
        rules.putDefault(OWN);

        BeginTaskResult result = begin(task);
        rules.putDefault(new StandardOperationRules().defaultFor(Operation.POWER_ON));
        BeginTaskResult again = begin(task);

        assertThat(task.request().rule()).isNull();
        assertThat(result).isEqualTo(new Passed(1));
        assertThat(again).isEqualTo(result);
        assertThat(now(task).request().rule()).isEqualTo(RULE);
    }

    @Test
    void a_pinned_rule_holds_whatever_the_default_is() {
        rules.put(OWN);
        Task task = site.has(aPendingTask().pinning(RULE));

        BeginTaskResult result = begin(task);

        assertThat(result).isEqualTo(new Passed(1));
        assertThat(now(task).request().rule()).isEqualTo(RULE);
    }

    @Test
    void components_that_are_named_are_counted_and_the_others_skipped() {
        rules.putDefault(OWN);
        Components three = new Components(
                Map.of(COMPUTE, Set.of(component(COMPUTE, 1), component(COMPUTE, 2), component(COMPUTE, 9))));
        Task task = site.has(aPendingTask().touching(three));

        assertThat(begin(task)).isEqualTo(new Passed(1));

        assertThat(now(task).report())
                .isEqualTo(TaskReport.planned(
                        List.of(List.of(TaskReport.Step.planned(CDU, 0), TaskReport.Step.planned(COMPUTE, 3)))));
    }

    @Test
    void a_task_whose_pinned_rule_has_vanished_fails_and_its_rack_goes_on_to_the_next() {
        Task task = site.has(aPendingTask().pinning(RULE));
        Task next = site.has(aWaitingTask().submittedAt(site.clock.instant()));

        BeginTaskResult result = begin(task);

        String error = "The operation rule of the task is not there any more";
        assertThat(result).isEqualTo(new TurnedAway(error));
        assertThat(now(task).status()).isEqualTo(TaskStatus.FAILED);
        assertThat(now(task).message()).isEqualTo(error);
        assertThat(now(next).status()).isEqualTo(TaskStatus.PENDING);
    }

    private BeginTaskResult begin(Task task) {
        return beginTask.begin(new Attempt(SITE, task.id(), RUN));
    }

    private Task now(Task task) {
        return site.see(task).task().orElseThrow();
    }
}

package io.nicotask.application.worker;

import static io.nicotask.application.memory.ScriptedHardware.component;
import static io.nicotask.domain.operation.OperationRule.InterruptPolicy.INTERRUPTIBLE;
import static io.nicotask.domain.task.TaskFixtures.RULE;
import static io.nicotask.domain.task.TaskFixtures.RUN;
import static io.nicotask.domain.task.TaskFixtures.SITE;
import static io.nicotask.domain.task.TaskFixtures.aPendingTask;
import static io.nicotask.domain.task.TaskFixtures.aWaitingTask;
import static io.nicotask.domain.value.ComponentType.CDU;
import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.memory.InMemoryOperationRules;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.worker.BeginTask.Result.Passed;
import io.nicotask.application.worker.BeginTask.Result.Refused;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.operation.OperationRule;
import io.nicotask.domain.operation.OperationRule.Step;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentSelection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rule by which a task begins. */
final class BeginTaskPlanTest {

    private static final OperationRule OWN = new OperationRule(
            RULE,
            Operation.POWER_ON,
            List.of(List.of(
                    new Step(CDU, INTERRUPTIBLE, 0, Duration.ofMinutes(1)),
                    new Step(COMPUTE, INTERRUPTIBLE, 0, Duration.ofMinutes(1)))));

    private final SiteFixture site = new SiteFixture();
    private final ScriptedHardware hardware = new ScriptedHardware();
    private final InMemoryOperationRules rules = new InMemoryOperationRules();
    private final BeginTask beginTask = BeginTask.using(site.ports, rules, hardware);

    @Test
    void the_rule_of_a_task_is_recorded_when_it_begins_and_stays() {
        Task task = site.has(aPendingTask());
        rules.putDefault(OWN);

        BeginTask.Result result = begin(task);
        rules.putDefault(OperationRules.standard().defaultFor(Operation.POWER_ON));
        BeginTask.Result again = begin(task);

        assertThat(task.spec().rule()).isNull();
        assertThat(result).isEqualTo(new Passed(1));
        assertThat(again).isEqualTo(result);
        assertThat(site.reload(task).spec().rule()).isEqualTo(RULE);
    }

    @Test
    void a_pinned_rule_applies_whatever_the_default_is() {
        rules.put(OWN);
        Task task = site.has(aPendingTask().pinning(RULE));

        BeginTask.Result result = begin(task);

        assertThat(result).isEqualTo(new Passed(1));
        assertThat(site.reload(task).spec().rule()).isEqualTo(RULE);
    }

    @Test
    void named_components_are_counted_and_the_others_skipped() {
        rules.putDefault(OWN);
        ComponentSelection three = new ComponentSelection(
                Map.of(COMPUTE, Set.of(component(COMPUTE, 1), component(COMPUTE, 2), component(COMPUTE, 9))));
        Task task = site.has(aPendingTask().touching(three));

        assertThat(begin(task)).isEqualTo(new Passed(1));

        assertThat(site.reload(task).report())
                .isEqualTo(TaskReport.planned(
                        List.of(List.of(TaskReport.Step.planned(CDU, 0), TaskReport.Step.planned(COMPUTE, 3)))));
    }

    @Test
    void a_task_whose_pinned_rule_is_gone_fails_and_frees_its_rack() {
        Task task = site.has(aPendingTask().pinning(RULE));
        Task next = site.has(aWaitingTask().submittedAt(site.clock.instant()));

        BeginTask.Result result = begin(task);

        String error = "The operation rule of the task is not there any more";
        assertThat(result).isEqualTo(new Refused(error));
        assertThat(site.reload(task).status()).isEqualTo(TaskStatus.FAILED);
        assertThat(site.reload(task).message()).isEqualTo(error);
        assertThat(site.reload(next).status()).isEqualTo(TaskStatus.PENDING);
    }

    private BeginTask.Result begin(Task task) {
        return beginTask.begin(new WorkflowRunRef(SITE, task.id(), RUN));
    }
}

package io.nicotask.application.contract;

import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.report.TaskReport.Step;
import io.nicotask.domain.value.ComponentType;
import java.time.Instant;
import java.util.List;

/** Reports to store and read. */
public final class ReportFixtures {

    private static final Instant BEGUN = Instant.parse("2026-06-01T12:00:00Z");
    private static final Instant ENDED = Instant.parse("2026-06-01T12:00:41Z");

    private ReportFixtures() {}

    /** A report with a stage in every state, a step of every type, and a step without components. */
    public static TaskReport ofEveryKind() {
        return TaskReport.planned(List.of(
                        List.of(Step.planned(ComponentType.POWER_SHELF, 8), Step.planned(ComponentType.UMS, 0)),
                        List.of(Step.planned(ComponentType.COMPUTE, 18), Step.planned(ComponentType.CDU, 1)),
                        List.of(Step.planned(ComponentType.NV_SWITCH, 9), Step.planned(ComponentType.TOR_SWITCH, 2)),
                        List.of(Step.planned(ComponentType.UNKNOWN, 1))))
                .beginStage(1, BEGUN)
                .withCounters(1, ComponentType.POWER_SHELF, 8, 0)
                .completeStage(1, ENDED)
                .beginStage(2, BEGUN)
                .withCounters(2, ComponentType.COMPUTE, 17, 1)
                .failStage(2, "one tray said \"\u00E9\\\uD83D\uDE80\" and fell silent", ENDED)
                .beginStage(3, ENDED)
                .withCounters(3, ComponentType.NV_SWITCH, 4, 0);
    }
}

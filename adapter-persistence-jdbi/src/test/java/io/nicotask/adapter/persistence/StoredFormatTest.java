package io.nicotask.adapter.persistence;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.ReportFixtures;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.report.TaskReport.Progress;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.golden.GoldenFile;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** This version writes the same formats as earlier versions, and reads them back. */
final class StoredFormatTest {

    private static final ComponentSelection ONE_OF_EACH = new ComponentSelection(Arrays.stream(ComponentType.values())
            .collect(Collectors.toMap(Function.identity(), type -> Set.of(ScriptedHardware.component(type, 1)))));

    @Test
    void a_report_is_written_to_the_same_json_and_read_back() {
        TaskReport report = ReportFixtures.ofEveryKind();
        GoldenFile golden = GoldenFile.of("stored/report.json");

        golden.assertRecords(String.valueOf(ReportColumnJson.write(report)));

        assertThat(ReportColumnJson.read(golden.read())).isEqualTo(report);
    }

    @Test
    void components_are_written_to_the_same_json_and_read_back() {
        GoldenFile golden = GoldenFile.of("stored/components.json");

        golden.assertRecords(String.valueOf(ComponentsColumnJson.write(ONE_OF_EACH)));

        assertThat(ComponentsColumnJson.read(golden.read())).isEqualTo(ONE_OF_EACH);
    }

    @Test
    void the_whole_rack_is_stored_as_null() {
        assertThat(ComponentsColumnJson.write(ComponentSelection.WHOLE_RACK)).isNull();
        assertThat(ComponentsColumnJson.read(null)).isEqualTo(ComponentSelection.WHOLE_RACK);
    }

    @Test
    void the_stored_names_of_enum_constants_are_the_recorded_ones() {
        Map<String, Stream<String>> names = new TreeMap<>(Map.of(
                "action", Arrays.stream(Action.values()).map(Enum::name),
                "component type", Arrays.stream(ComponentType.values()).map(ComponentType::label),
                "denial", Arrays.stream(DenialReason.values()).map(Enum::name),
                "operation", Arrays.stream(Operation.values()).map(Operation::code),
                "progress", Arrays.stream(Progress.Status.values()).map(Enum::name),
                "status", Arrays.stream(TaskStatus.values()).map(TaskStatus::label),
                "work", Arrays.stream(WorkItem.Kind.values()).map(kind -> kind + " in " + kind.lane())));

        String lines = names.entrySet().stream()
                .map(kind -> kind.getKey() + ": " + kind.getValue().collect(joining(", ")))
                .collect(joining("\n", "", "\n"));

        GoldenFile.of("stored/names.txt").assertRecords(lines);
    }
}

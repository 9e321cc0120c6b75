package io.nicotask.application.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.simulation.HardwareFaultMatrix.Cancel;
import io.nicotask.application.simulation.HardwareFaultMatrix.Cell;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import org.junit.jupiter.api.Test;

final class HardwareFaultMatrixTest {

    private static final Cell CELL =
            new Cell(HardwareFault.LATE_COMMAND, InterruptPolicy.RUN_TO_COMPLETION, Cancel.AFTER_CANCEL);

    @Test
    void a_cell_is_missing_until_it_has_occurred() {
        HardwareFaultMatrix matrix = new HardwareFaultMatrix();
        HardwareFaultMatrix other = new HardwareFaultMatrix();
        other.count(CELL);

        assertThat(matrix.missing()).hasSize(60).contains(CELL);
        matrix.addAll(other);
        matrix.addAll(other);

        assertThat(matrix.missing()).hasSize(59).doesNotContain(CELL);
        assertThat(matrix.toString()).contains("| command late by 30 s | 0 | 0 | 0 | 0 | 2 | 0 |");
    }
}

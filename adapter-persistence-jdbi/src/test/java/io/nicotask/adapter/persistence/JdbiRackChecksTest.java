package io.nicotask.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.contract.RackChecksContract;
import io.nicotask.application.port.Decision;
import io.nicotask.application.port.RackChecks.DueRack;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JdbiRackChecksTest extends RackChecksContract {

    JdbiRackChecksTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiRackChecks.class);
    }

    @Test
    void a_locked_rack_is_skipped_without_waiting() {
        store.writes().scheduleCheck(SCOPE, RACK, Duration.ZERO);
        store.writes().scheduleCheck(SCOPE, OTHER_RACK, Duration.ZERO);

        List<DueRack> claimed = store.storage()
                .decideOnRack(
                        SCOPE,
                        RACK,
                        rack -> Decision.unchanged(
                                ConcurrentRuns.elsewhere(() -> store.racks().claimDue(10, Duration.ofSeconds(5)))));

        assertThat(claimed).containsExactly(new DueRack(SITE, OTHER_RACK));
    }
}

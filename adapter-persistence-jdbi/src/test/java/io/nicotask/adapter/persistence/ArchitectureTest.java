package io.nicotask.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.nicotask.architecture.NamedRule;
import io.nicotask.architecture.PublishedModuleArchitecture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class ArchitectureTest extends PublishedModuleArchitecture {

    /** The other rules have their planted violations beside them, where there is no Jdbi. */
    @Test
    void a_handle_opened_by_hand_is_found() {
        NamedRule rule = RULES.rules().stream()
                .filter(candidate -> candidate.id().equals("R21"))
                .findAny()
                .orElseThrow();

        assertThat(rule.rule()
                        .evaluate(new ClassFileImporter().importClasses(Planted.class))
                        .getFailureReport()
                        .getDetails())
                .singleElement()
                .asString()
                .contains("Planted.handle()");
    }

    record Planted(Jdbi jdbi) {
        Handle handle() {
            return jdbi.open();
        }
    }
}

package com.acme.application.order;

import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.task.CancelTask;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.sql.Connection;
import java.util.function.BiFunction;

final class Planted {

    record R02Technology(Connection connection) {}

    record R02ForeignType(CancelTask useCase) {}

    public record R10PublicService(String name) {}

    static class R10OpenService {}

    interface R11Marker {}

    interface R11Pair {
        void act();

        void undo();
    }

    interface R12OpenResult {}

    enum R12EnumResult {
        DONE
    }

    sealed interface R12MixedResult {
        enum Done implements R12MixedResult {
            DONE
        }
    }

    interface R14Setter {
        void setStatus(String status);
    }

    record R17LibraryUseCase(WorkflowEngine engine) {}

    record R18LibraryCall(ProviderId provider, SiteId site) {
        TaskScope make() {
            return new TaskScope(provider, site);
        }
    }

    record R18LibraryReference() {
        BiFunction<ProviderId, SiteId, TaskScope> make() {
            return TaskScope::new;
        }
    }

    static final class R19Elsewhere extends RuntimeException {}
}

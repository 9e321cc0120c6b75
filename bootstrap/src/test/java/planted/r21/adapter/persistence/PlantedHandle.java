package planted.r21.adapter.persistence;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

record PlantedHandle(Jdbi jdbi) {
    Handle handle() {
        return jdbi.open();
    }
}

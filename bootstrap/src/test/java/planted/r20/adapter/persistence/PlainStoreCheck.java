package planted.r20.adapter.persistence;

import planted.r20.application.port.TaskStore;
import planted.r20.application.port.TaskStoreContract;

final class PlainStoreCheck extends TaskStoreContract {
    @Override
    protected TaskStore store() {
        return new PlainStore();
    }
}

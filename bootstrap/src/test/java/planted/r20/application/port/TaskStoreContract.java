package planted.r20.application.port;

public abstract class TaskStoreContract {
    protected abstract TaskStore store();
}

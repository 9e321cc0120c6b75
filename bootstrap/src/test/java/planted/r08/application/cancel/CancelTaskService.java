package planted.r08.application.cancel;

public final class CancelTaskService implements CancelTask {
    @Override
    public void cancel() {}
}

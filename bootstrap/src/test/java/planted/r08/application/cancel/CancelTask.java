package planted.r08.application.cancel;

public interface CancelTask {
    void cancel();
}

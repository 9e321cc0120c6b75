package planted.r20.application.port;

public interface TaskStore {}

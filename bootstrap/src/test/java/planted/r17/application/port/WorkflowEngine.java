package planted.r17.application.port;

public interface WorkflowEngine {}

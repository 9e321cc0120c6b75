package planted.r17.application.internal.work;

import planted.r17.application.port.WorkflowEngine;

record Relay(WorkflowEngine engine) {}

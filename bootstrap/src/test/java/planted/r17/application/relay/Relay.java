package planted.r17.application.relay;

import planted.r17.application.port.WorkflowEngine;

record Relay(WorkflowEngine engine) {}

package planted.r17.application.cancel;

import planted.r17.application.port.WorkflowEngine;

record PlantedImpatience(WorkflowEngine engine) {}

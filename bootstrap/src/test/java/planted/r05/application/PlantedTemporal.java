package planted.r05.application;

import io.temporal.client.WorkflowClient;

record PlantedTemporal(WorkflowClient part) {}

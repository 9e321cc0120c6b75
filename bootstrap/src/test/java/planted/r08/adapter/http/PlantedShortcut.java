package planted.r08.adapter.http;

import planted.r08.application.cancel.CancelTaskService;

record PlantedShortcut(CancelTaskService service) {}

package planted.r08.adapter.http;

import planted.r08.application.cancel.CancelTask;

record Plain(CancelTask useCase) {}

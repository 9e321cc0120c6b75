package planted.r02.application;

import io.nicotask.application.task.CancelTask;

record Plain(CancelTask library) {}

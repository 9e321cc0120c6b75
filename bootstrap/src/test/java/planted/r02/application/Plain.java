package planted.r02.application;

import io.nicotask.application.cancel.CancelTask;

record Plain(CancelTask library) {}

package com.acme.bootstrap;

import com.acme.adapter.files.format.LineFormat;
import com.acme.application.internal.Totals;
import io.nicotask.application.internal.RackScheduler;

final class Planted {

    record R09InsideOfAnAdapter(LineFormat format) {}

    record R09InsideOfTheApplication(Totals totals) {}

    record R09LibraryInternal(RackScheduler scheduler) {}
}

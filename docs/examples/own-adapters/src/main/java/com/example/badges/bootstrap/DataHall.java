package com.example.badges.bootstrap;

import com.example.badges.adapter.files.FileBadges;
import com.example.badges.application.badge.EnterHall;
import java.nio.file.Path;
import java.time.InstantSource;

/** Wires the service. */
public final class DataHall {

    private DataHall() {}

    public static EnterHall open(Path badges) {
        return EnterHall.using(new FileBadges(badges), InstantSource.system());
    }
}

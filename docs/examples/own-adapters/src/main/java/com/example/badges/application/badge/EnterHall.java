package com.example.badges.application.badge;

import com.example.badges.application.port.BadgeStorage;
import java.time.InstantSource;

/** Decides whether a technician may enter. */
public interface EnterHall {

    EnterHallResult enter(String technician);

    static EnterHall using(BadgeStorage badges, InstantSource clock) {
        return new EnterHallService(badges, clock);
    }
}

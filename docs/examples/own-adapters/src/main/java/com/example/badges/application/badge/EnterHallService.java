package com.example.badges.application.badge;

import com.example.badges.application.port.BadgeStorage;
import com.example.badges.domain.badge.Badge;
import com.example.badges.domain.badge.Badge.Check;
import java.time.InstantSource;
import java.util.Optional;

record EnterHallService(BadgeStorage badges, InstantSource clock) implements EnterHall {

    @Override
    public EnterHallResult enter(String technician) {
        Optional<Badge> badge = badges.find(technician);
        if (badge.isEmpty()) {
            return new EnterHallResult.NoBadge();
        }
        return switch (badge.get().check(clock.instant())) {
            case Check.Valid() -> new EnterHallResult.Open();
            case Check.Expired(var since) -> new EnterHallResult.Expired(since);
        };
    }
}

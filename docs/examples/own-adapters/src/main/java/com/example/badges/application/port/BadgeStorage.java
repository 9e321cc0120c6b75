package com.example.badges.application.port;

import com.example.badges.domain.badge.Badge;
import java.util.Optional;

/** Where badges are stored. */
public interface BadgeStorage {

    Optional<Badge> find(String technician);
}

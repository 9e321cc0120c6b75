package com.example.badges.application.badge;

import java.time.Instant;

public sealed interface EnterHallResult {

    record Open() implements EnterHallResult {}

    record Expired(Instant since) implements EnterHallResult {}

    record NoBadge() implements EnterHallResult {}
}

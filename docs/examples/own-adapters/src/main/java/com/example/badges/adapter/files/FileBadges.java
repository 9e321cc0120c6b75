package com.example.badges.adapter.files;

import com.example.badges.application.port.BadgeStorage;
import com.example.badges.application.port.BadgesUnavailable;
import com.example.badges.domain.badge.Badge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Badges in a folder: one file for each technician, with the instant at which the badge expires. */
public final class FileBadges implements BadgeStorage {

    private final Path folder;

    public FileBadges(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<Badge> find(String technician) {
        Path file = folder.resolve(technician);
        try {
            return Files.exists(file)
                    ? Optional.of(new Badge(technician, Instant.parse(Files.readString(file).strip())))
                    : Optional.empty();
        } catch (IOException fault) {
            throw new BadgesUnavailable("The badge cannot be read", fault);
        }
    }
}

package io.nicotask.bootstrap.wiring;

import io.nicotask.adapter.workflow.TemporalEngine;
import io.nicotask.adapter.workflow.TemporalServer;
import io.nicotask.bootstrap.config.InvalidSettings;
import io.nicotask.bootstrap.config.Settings.Tls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Reads the files that the settings of TLS name. */
final class TlsFiles {

    private static final TemporalServer ANY = TemporalEngine.at("localhost:7233");

    private TlsFiles() {}

    /**
     * Returns what turns on TLS with these files, each read and checked now.
     *
     * @param path where the settings are
     * @throws InvalidSettings when a file cannot be read or has something else; the message names setting and file
     */
    static UnaryOperator<TemporalServer> read(Tls tls, String path) {
        List<UnaryOperator<TemporalServer>> changes = new ArrayList<>();
        if (tls.ca() != null) {
            String described = describe(path + ".ca", tls.ca());
            String authorities = read(described, tls.ca());
            changes.add(check("The setting " + described, server -> server.trusting(authorities)));
        }
        if (tls.certificate() != null && tls.key() != null) {
            String describedCertificate = describe(path + ".certificate", tls.certificate());
            String describedKey = describe(path + ".key", tls.key());
            String certificate = read(describedCertificate, tls.certificate());
            String key = read(describedKey, tls.key());
            changes.add(check(
                    "The setting " + describedCertificate + " with " + describedKey,
                    server -> server.clientCertificate(certificate, key)));
        } else if (tls.certificate() != null || tls.key() != null) {
            throw new InvalidSettings(
                    "Of the settings " + path + ".certificate and " + path + ".key both must be set, or none.");
        }
        String name = tls.serverName();
        if (name != null) {
            changes.add(server -> server.serverName(name));
        }
        return plain -> {
            TemporalServer secured = plain.tls();
            for (UnaryOperator<TemporalServer> change : changes) {
                secured = change.apply(secured);
            }
            return secured;
        };
    }

    private static String describe(String setting, Path file) {
        return setting + " (" + file + ")";
    }

    private static String read(String described, Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new InvalidSettings("The setting " + described + " names a file that cannot be read.");
        }
    }

    private static UnaryOperator<TemporalServer> check(String described, UnaryOperator<TemporalServer> change) {
        try {
            TemporalServer unused = change.apply(ANY);
            return change;
        } catch (IllegalArgumentException unusable) {
            String problem = String.valueOf(unusable.getMessage());
            throw new InvalidSettings(described + " cannot be used: "
                    + problem.substring(0, 1).toLowerCase(Locale.ROOT) + problem.substring(1) + ".");
        }
    }
}

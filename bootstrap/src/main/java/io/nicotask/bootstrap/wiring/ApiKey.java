package io.nicotask.bootstrap.wiring;

import io.nicotask.bootstrap.config.InvalidSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The API key in a file, without the line end. It is read for each call, so that a new key is used at once; a call while the
 * file cannot be read fails, and is repeated as every call that fails.
 *
 * @param file the file
 */
record ApiKey(Path file) implements Supplier<String> {

    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]+");

    /** Returns the key that the setting has, checked. */
    static Supplier<String> fixed(String setting, String key) {
        check("The setting " + setting, key);
        return () -> key;
    }

    /** Returns the key in the file that the setting names, checked now. */
    static Supplier<String> in(String setting, Path file) {
        String described = "The setting " + setting + " (" + file + ")";
        ApiKey key = new ApiKey(file);
        try {
            check(described, key.get());
        } catch (UncheckedIOException unreadable) {
            throw new InvalidSettings(described + " names a file that cannot be read.");
        }
        return key;
    }

    private static void check(String described, String key) {
        if (!FORM.matcher(key).matches()) {
            throw new InvalidSettings(described + " must be a key of letters, digits and signs, without spaces.");
        }
    }

    @Override
    public String get() {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

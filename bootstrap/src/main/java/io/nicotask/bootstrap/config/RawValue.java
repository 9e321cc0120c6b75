package io.nicotask.bootstrap.config;

import java.util.List;
import java.util.Map;

/** A value of a setting as it was written, and where it was written. */
sealed interface RawValue {

    /** Returns the file, environment variable or option that has the value. */
    String source();

    /** Returns what was found, for an error message; of a secret, only its kind. */
    String description(boolean isSecret);

    /** The kinds of scalars in YAML; environment variables and options have texts only. */
    enum Kind {
        TEXT("text"),
        NUMBER("number"),
        BOOLEAN("boolean"),
        DATE("date"),
        EMPTY("empty");

        private final String noun;

        Kind(String noun) {
            this.noun = noun;
        }
    }

    /** A scalar with its text, character by character. */
    record Scalar(String text, Kind kind, String source) implements RawValue {

        private static final int MAX_SHOWN = 200;

        @Override
        public String description(boolean isSecret) {
            if (kind == Kind.EMPTY) {
                return "empty";
            }
            if (isSecret) {
                return kind == Kind.TEXT ? "another text" : "a " + kind.noun;
            }
            return kind == Kind.TEXT ? "'" + shown() + "'" : "the " + kind.noun + " " + shown();
        }

        /** Returns the text in one line, without the credentials that a URL may contain. */
        private String shown() {
            String line = text.replaceAll("\\p{Cntrl}", "?")
                    .replaceAll("//[^/@\\s]*@", "//***@")
                    .replaceAll("(?i)(password=)[^&]*", "$1***");
            return line.length() > MAX_SHOWN ? line.substring(0, MAX_SHOWN) + "…" : line;
        }
    }

    /** A list. */
    record Sequence(List<RawValue> elements, String source) implements RawValue {

        @Override
        public String description(boolean isSecret) {
            return "a list";
        }
    }

    /** A group of settings by their names; can be added to. */
    record Group(Map<String, RawValue> members, String source) implements RawValue {

        @Override
        public String description(boolean isSecret) {
            return "a group of settings";
        }
    }
}

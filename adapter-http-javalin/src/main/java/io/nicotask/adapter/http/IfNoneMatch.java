package io.nicotask.adapter.http;

import io.javalin.http.Context;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Evaluates {@code If-None-Match} (RFC 9110, section 13.1.2). */
final class IfNoneMatch {

    /** The request attribute that holds the value of the header, if the request has one. */
    static final String ATTRIBUTE = IfNoneMatch.class.getName();

    private static final Pattern ENTITY_TAG = Pattern.compile("(?:W/)?(\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\")");

    private IfNoneMatch() {}

    /**
     * Whether the header names the strong entity tag. Uses the weak comparison that the RFC requires, and ignores
     * anything that is not an entity tag.
     */
    static boolean names(Context context, String entityTag) {
        @Nullable String given = context.attribute(ATTRIBUTE);
        return given != null
                && (given.strip().equals("*")
                        || ENTITY_TAG.matcher(given).results().anyMatch(tag -> entityTag.equals(tag.group(1))));
    }
}

package io.nicotask.adapter.http;

import io.javalin.http.Context;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the client says it has (RFC 9110, section 13.1.2). */
final class IfNoneMatch {

    /** The attribute of a request that holds the header's value; none when the request has none. */
    static final String ATTRIBUTE = IfNoneMatch.class.getName();

    private static final Pattern ENTITY_TAG = Pattern.compile("(?:W/)?(\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\")");

    private IfNoneMatch() {}

    /**
     * Whether the client has what the strong entity tag stands for. Compared weakly, as the RFC wants it; what is no entity
     * tag is passed over.
     */
    static boolean names(Context context, String entityTag) {
        @Nullable String given = context.attribute(ATTRIBUTE);
        return given != null
                && (given.strip().equals("*")
                        || ENTITY_TAG.matcher(given).results().anyMatch(tag -> entityTag.equals(tag.group(1))));
    }
}

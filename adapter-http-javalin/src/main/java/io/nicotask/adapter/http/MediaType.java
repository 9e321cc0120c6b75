package io.nicotask.adapter.http;

import java.util.regex.Pattern;

/** Checks the {@code Content-Type} of a request. */
final class MediaType {

    private static final String CHARSET = "\\s*;\\s*charset\\s*=\\s*(\"utf-8\"|utf-8)";
    private static final String OTHER_PARAMETER = "\\s*;(?!\\s*charset)[^;]*";
    private static final Pattern JSON = Pattern.compile(
            "\\s*application/([\\w.+-]+\\+)?json(" + CHARSET + "|" + OTHER_PARAMETER + ")*\\s*",
            Pattern.CASE_INSENSITIVE);

    private MediaType() {}

    /**
     * Whether a {@code Content-Type} means JSON in UTF-8: {@code application/json} or {@code application/…+json}
     * (RFC 6839), with UTF-8 as the only charset. A blank one counts as JSON.
     */
    static boolean isJson(String contentType) {
        return contentType.isBlank() || JSON.matcher(contentType).matches();
    }
}

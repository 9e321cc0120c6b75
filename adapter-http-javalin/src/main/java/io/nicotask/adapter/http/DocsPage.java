package io.nicotask.adapter.http;

import io.nicotask.adapter.http.ApiResponse.Document;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * The page that shows the OpenAPI description to a person and sends requests. Style and script are inline, and the
 * content security policy allows no others, neither from another server nor injected by a response.
 */
final class DocsPage {

    private final Document page;

    DocsPage() {
        String style = Resources.text("docs.css");
        String script = Resources.text("docs.js");
        String html = Resources.text("docs.html")
                .replace("<style></style>", "<style>" + style + "</style>")
                .replace("<script></script>", "<script>" + script + "</script>");
        String policy = "default-src 'none'; style-src %s; script-src %s; connect-src 'self'; img-src data:;"
                        .formatted(hash(style), hash(script))
                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        this.page = new Document(
                "text/html; charset=utf-8",
                html,
                Map.of(
                        "Content-Security-Policy",
                        policy,
                        "X-Content-Type-Options",
                        "nosniff",
                        "Referrer-Policy",
                        "no-referrer",
                        HeaderNames.VARY,
                        HeaderNames.ACCEPT_ENCODING));
    }

    Document page() {
        return page;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java knows SHA-256", e);
        }
    }
}

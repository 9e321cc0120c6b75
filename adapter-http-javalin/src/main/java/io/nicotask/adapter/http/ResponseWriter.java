package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.adapter.http.ApiResponse.Document;
import io.nicotask.adapter.http.ApiResponse.ErrorResponse;
import io.nicotask.adapter.http.ApiResponse.NotModified;
import io.nicotask.adapter.http.ApiResponse.Success;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes responses. Logs faults of clients as warnings, and faults of the server as errors. */
final class ResponseWriter {

    static final Logger LOG = LoggerFactory.getLogger(ResponseWriter.class);

    /** Characters that could start a forged log line when a message repeats input of the client. */
    private static final String UNPRINTABLE = "[\\p{C}\\p{Zl}\\p{Zp}]";

    private final JsonCodec json;
    private final Logger log;

    ResponseWriter(JsonCodec json, Logger log) {
        this.json = json;
        this.log = log;
    }

    void send(Context context, ApiResponse response) {
        switch (response) {
            case Success success -> write(context, success, JsonCodec.CONTENT_TYPE, json.bytes(success));
            case Document document -> write(context, document, document.contentType(), bytes(document));
            case NotModified unchanged -> write(context, unchanged, null, new byte[0]);
            case ErrorResponse error -> {
                log.warn("Refused with {}: {}", error.status(), error.message().replaceAll(UNPRINTABLE, "?"));
                writeError(context, error);
            }
        }
    }

    /** Sends 503 when the storage or the keys are unavailable: nothing was decided, and the client may retry. */
    void sendUnavailable(Context context, Exception fault) {
        log.error(String.valueOf(fault.getMessage()), fault);
        writeError(context, ErrorResponses.UNAVAILABLE);
    }

    /** Sends 500 for a bug. Only the log shows the cause. */
    void sendInternalError(Context context, Exception fault) {
        log.error("A request ended in an unexpected error", fault);
        writeError(context, ErrorResponses.INTERNAL_ERROR);
    }

    /** Sends 500 for an error of the virtual machine. */
    void sendInternalError(HttpServletResponse response, Error fault) {
        log.error("A request ended in an unexpected error", fault);
        response.setStatus(ErrorResponses.INTERNAL_ERROR.status());
        response.setContentType(JsonCodec.CONTENT_TYPE);
        try {
            response.getOutputStream().write(json.bytes(ErrorResponses.INTERNAL_ERROR));
        } catch (IOException e) {
            log.warn("The client closed the connection before the response was sent", e);
        }
    }

    private static byte[] bytes(Document document) {
        return document.text().getBytes(StandardCharsets.UTF_8);
    }

    private void writeError(Context context, ErrorResponse error) {
        write(context, error, JsonCodec.CONTENT_TYPE, json.bytes(error));
    }

    private static void write(Context context, ApiResponse response, @Nullable String contentType, byte[] body) {
        response.headers().forEach(context::header);
        if (!response.headers().containsKey(HeaderNames.VARY)) {
            context.disableCompression();
        }
        context.res().setContentType(contentType);
        context.status(response.status()).result(body);
    }
}

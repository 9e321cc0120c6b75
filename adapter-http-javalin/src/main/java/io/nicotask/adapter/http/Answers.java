package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.adapter.http.Answer.Document;
import io.nicotask.adapter.http.Answer.Problem;
import io.nicotask.adapter.http.Answer.Success;
import io.nicotask.adapter.http.Answer.Unchanged;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers, and makes one of what went wrong: clients' faults are warnings in the log, the server's errors. */
final class Answers {

    static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    /** What could begin a new line, and so forge one, where a message repeats the client's words. */
    private static final String UNPRINTABLE = "[\\p{C}\\p{Zl}\\p{Zp}]";

    private final Json json;
    private final Logger log;

    Answers(Json json, Logger log) {
        this.json = json;
        this.log = log;
    }

    void send(Context context, Answer answer) {
        switch (answer) {
            case Success success -> write(context, success, Json.CONTENT_TYPE, json.bytes(success));
            case Document document -> write(context, document, document.contentType(), bytes(document));
            case Unchanged unchanged -> write(context, unchanged, null, new byte[0]);
            case Problem problem -> {
                log.warn(
                        "Refused with {}: {}",
                        problem.status(),
                        problem.message().replaceAll(UNPRINTABLE, "?"));
                writeProblem(context, problem);
            }
        }
    }

    /** The store or the keys are away: nothing was decided, and the client may ask again. */
    void unavailable(Context context, Exception fault) {
        // One line: an outage under load would fill the log with stack traces that all say the same.
        log.error(
                "{}: {}",
                fault.getMessage(),
                String.valueOf(fault.getCause()).lines().findFirst().orElse("no cause is known"));
        writeProblem(context, Problems.UNAVAILABLE);
    }

    /** A bug. The log has the cause, the client nothing of it. */
    void failed(Context context, Exception fault) {
        log.error("A request ended in an unexpected error", fault);
        writeProblem(context, Problems.BUG);
    }

    /** As {@link #failed}, for errors of the virtual machine. */
    void failed(HttpServletResponse response, Error fault) {
        log.error("A request ended in an unexpected error", fault);
        response.setStatus(Problems.BUG.status());
        response.setContentType(Json.CONTENT_TYPE);
        try {
            response.getOutputStream().write(json.bytes(Problems.BUG));
        } catch (IOException e) {
            log.warn("The client did not wait for its answer", e);
        }
    }

    private static byte[] bytes(Document document) {
        return document.text().getBytes(StandardCharsets.UTF_8);
    }

    private void writeProblem(Context context, Problem problem) {
        write(context, problem, Json.CONTENT_TYPE, json.bytes(problem));
    }

    private static void write(Context context, Answer answer, @Nullable String contentType, byte[] body) {
        answer.headers().forEach(context::header);
        if (!answer.headers().containsKey(Headers.VARY)) {
            context.disableCompression();
        }
        context.res().setContentType(contentType);
        context.status(answer.status()).result(body);
    }
}

package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.adapter.http.Answer.Problem;
import io.nicotask.adapter.http.Answer.Success;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers, and makes one of what went wrong: clients' faults are warnings in the log, the server's errors. */
final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    /** What could begin a new line, and so forge one, where a message repeats the client's words. */
    private static final String UNPRINTABLE = "[\\p{C}\\p{Zl}\\p{Zp}]";

    private final Json json;

    Answers(Json json) {
        this.json = json;
    }

    void send(Context context, Answer answer) {
        switch (answer) {
            case Success success -> write(context, success);
            case Problem problem -> {
                LOG.warn(
                        "Refused with {}: {}",
                        problem.status(),
                        problem.message().replaceAll(UNPRINTABLE, "?"));
                write(context, problem);
            }
        }
    }

    /** The store or the keys are away: nothing was decided, and the client may ask again. */
    void unavailable(Context context, Exception fault) {
        // One line: an outage under load would fill the log with stack traces that all say the same.
        LOG.error(
                "{}: {}",
                fault.getMessage(),
                String.valueOf(fault.getCause()).lines().findFirst().orElse("no cause is known"));
        write(context, Problems.UNAVAILABLE);
    }

    /** A bug. The log has the cause, the client nothing of it. */
    void failed(Context context, Exception fault) {
        LOG.error("A request ended in an unexpected error", fault);
        write(context, Problems.BUG);
    }

    /** As {@link #failed}, for errors of the virtual machine. */
    void failed(HttpServletResponse response, Error fault) {
        LOG.error("A request ended in an unexpected error", fault);
        response.setStatus(Problems.BUG.status());
        response.setContentType(Json.CONTENT_TYPE);
        try {
            response.getOutputStream().write(json.bytes(Problems.BUG));
        } catch (IOException e) {
            LOG.warn("The client did not wait for its answer", e);
        }
    }

    private void write(Context context, Answer answer) {
        byte[] body = json.bytes(answer);
        answer.headers().forEach(context::header);
        context.status(answer.status()).contentType(Json.CONTENT_TYPE).result(body);
    }
}

package io.nicotask.adapter.http;

import io.nicotask.adapter.http.Answer.Problem;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what never reaches a route: what is not HTTP, headers beyond every limit, requests during the shutdown. */
final class JettyErrors implements Request.Handler {

    private static final Logger LOG = LoggerFactory.getLogger(JettyErrors.class);

    private final CommonHeaders common;
    private final Json json;

    JettyErrors(CommonHeaders common, Json json) {
        this.common = common;
        this.json = json;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Throwable cause = (Throwable) request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
        Problem problem = problemOf(cause instanceof HttpException known ? known.getCode() : response.getStatus());
        String id = common.put(request, response.getHeaders());
        if (problem.equals(Problems.BUG)) {
            LOG.error("Request {} failed in the server", id, cause);
        } else {
            LOG.warn("Request {} was refused by the server with {}", id, problem.status());
        }
        response.setStatus(problem.status());
        problem.headers().forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Json.CONTENT_TYPE);
        response.write(true, ByteBuffer.wrap(json.bytes(problem)), callback);
        return true;
    }

    private static Problem problemOf(int status) {
        return switch (status) {
            case 404 -> Problems.NO_SUCH_PATH;
            case 413 -> Problems.TOO_LARGE;
            case 500 -> Problems.BUG;
            case 503 -> Problems.UNAVAILABLE;
            // A version of HTTP that is not spoken here is the client's fault, which is never answered by a 5xx.
            case 505 -> new Problem(400, HttpStatus.getMessage(status));
            default -> new Problem(status, HttpStatus.getMessage(status));
        };
    }
}

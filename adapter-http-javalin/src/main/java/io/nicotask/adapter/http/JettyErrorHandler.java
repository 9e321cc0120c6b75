package io.nicotask.adapter.http;

import io.nicotask.adapter.http.ApiResponse.ErrorResponse;
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

/** Responds to requests that never reach a route: invalid HTTP, headers above the limit, requests during shutdown. */
final class JettyErrorHandler implements Request.Handler {

    private static final Logger LOG = LoggerFactory.getLogger(JettyErrorHandler.class);

    private final CommonHeaders common;
    private final JsonCodec json;

    JettyErrorHandler(CommonHeaders common, JsonCodec json) {
        this.common = common;
        this.json = json;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Throwable cause = (Throwable) request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
        ErrorResponse error = errorOf(cause instanceof HttpException known ? known.getCode() : response.getStatus());
        String id = common.put(request, response.getHeaders());
        if (error.equals(ErrorResponses.INTERNAL_ERROR)) {
            LOG.error("Request {} failed in the server", id, cause);
        } else {
            LOG.warn("Request {} was refused by the server with {}", id, error.status());
        }
        response.setStatus(error.status());
        error.headers().forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, JsonCodec.CONTENT_TYPE);
        response.write(true, ByteBuffer.wrap(json.bytes(error)), callback);
        return true;
    }

    private static ErrorResponse errorOf(int status) {
        return switch (status) {
            case 404 -> ErrorResponses.PATH_NOT_FOUND;
            case 413 -> ErrorResponses.TOO_LARGE;
            case 500 -> ErrorResponses.INTERNAL_ERROR;
            case 503 -> ErrorResponses.UNAVAILABLE;
            // An unsupported version of HTTP is a fault of the client, which never gets a 5xx.
            case 505 -> new ErrorResponse(400, HttpStatus.getMessage(status));
            default -> new ErrorResponse(status, HttpStatus.getMessage(status));
        };
    }
}

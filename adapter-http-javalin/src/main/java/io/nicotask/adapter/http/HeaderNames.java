package io.nicotask.adapter.http;

/** The names of the headers that several classes use. */
final class HeaderNames {

    static final String ACCEPT_ENCODING = "Accept-Encoding";
    static final String ALLOW = "Allow";
    static final String CANCEL_OUTCOME = "Cancel-Outcome";
    static final String ETAG = "ETag";
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    static final String NEXT_CURSOR = "Next-Cursor";
    static final String IF_NONE_MATCH = "If-None-Match";
    static final String LOCATION = "Location";
    static final String REQUEST_ID = "X-Request-ID";
    static final String RETRY_AFTER = "Retry-After";
    static final String TASK_STOP = "Task-Stop";
    static final String VARY = "Vary";
    static final String WWW_AUTHENTICATE = "WWW-Authenticate";
    static final String PAGINATION = "X-Pagination";

    private HeaderNames() {}
}

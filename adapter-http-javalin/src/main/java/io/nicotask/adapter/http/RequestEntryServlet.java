package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.javalin.http.servlet.JavalinServlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Receives each request before it is routed, in whatever container: sets the request id, for the response and for every
 * log line of the request, and gives the routes only the path below the mount.
 */
@SuppressWarnings("serial") // never serialized
final class RequestEntryServlet extends HttpServlet {

    private static final String MDC_KEY = "requestId";
    private static final String PATTERN_END = "/*";

    private final CommonHeaders common;
    private final JavalinServlet routes;

    RequestEntryServlet(CommonHeaders common, JavalinServlet routes) {
        this.common = common;
        this.routes = routes;
    }

    /** Serves a request below the path of the mapping of this servlet. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        serve(request, response, request.getContextPath() + pathOf(request.getHttpServletMapping()));
    }

    /** @param mount the path that precedes those of the routes; empty, or with a slash at its beginning only */
    void serve(HttpServletRequest request, HttpServletResponse response, String mount)
            throws ServletException, IOException {
        @Nullable String outer = MDC.get(MDC_KEY);
        MDC.put(MDC_KEY, common.put(request, response));
        List<String> known = Collections.list(request.getHeaders(HeaderNames.IF_NONE_MATCH));
        if (!known.isEmpty()) {
            request.setAttribute(IfNoneMatch.ATTRIBUTE, String.join(", ", known));
        }
        try {
            routes.service((ServletRequest) new MountedRequest(request, mount), response);
        } finally {
            restore(outer);
        }
    }

    private static void restore(@Nullable String outer) {
        if (outer == null) {
            MDC.remove(MDC_KEY);
        } else {
            MDC.put(MDC_KEY, outer);
        }
    }

    private static String pathOf(HttpServletMapping mapping) {
        String pattern = mapping.getPattern();
        return pattern.endsWith(PATTERN_END) ? pattern.substring(0, pattern.length() - PATTERN_END.length()) : "";
    }

    /** Returns the path of a request without the mount, as Javalin routes it. */
    static String pathBelowMount(Context context) {
        String path = context.path();
        String mount = context.contextPath();
        return path.startsWith(mount) ? path.substring(mount.length()) : path;
    }

    /**
     * A request as the routes see it: its context path is the mount, and it has none of two headers that Javalin would
     * obey. {@code X-HTTP-Method-Override} replaces the method, and {@code If-None-Match} makes Javalin send 304 for
     * every method.
     */
    private static final class MountedRequest extends HttpServletRequestWrapper {

        private static final Set<String> HIDDEN = hidden();

        private final String mount;

        MountedRequest(HttpServletRequest request, String mount) {
            super(request);
            this.mount = mount;
        }

        private static Set<String> hidden() {
            Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            names.addAll(List.of("X-HTTP-Method-Override", HeaderNames.IF_NONE_MATCH));
            return Collections.unmodifiableSet(names);
        }

        @Override
        public String getContextPath() {
            return mount;
        }

        @Override
        public @Nullable String getHeader(String name) {
            return HIDDEN.contains(name) ? null : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return HIDDEN.contains(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
        }

        @Override
        public Enumeration<String> getHeaderNames() {
            List<String> names = Collections.list(super.getHeaderNames());
            names.removeIf(HIDDEN::contains);
            return Collections.enumeration(names);
        }
    }
}

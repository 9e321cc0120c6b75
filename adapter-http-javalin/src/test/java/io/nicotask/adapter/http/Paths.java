package io.nicotask.adapter.http;

import io.nicotask.domain.value.SiteId;

/** Paths and bodies of requests, and bodies of errors. */
final class Paths {

    static final String CANCEL = cancel(HttpFixture.ORG, TaskExamples.ID);
    static final String GET = get(HttpFixture.ORG, TaskExamples.ID) + "?siteId=" + HttpFixture.SITE;
    static final String SUBMIT = submit(HttpFixture.ORG);
    static final String HISTORY = get(HttpFixture.ORG, TaskExamples.ID) + "/history?siteId=" + HttpFixture.SITE;
    static final String CURRENT_USER = "/v2/org/" + HttpFixture.ORG + "/nico/user/current";

    static final String STOPS = stops(HttpFixture.ORG) + "?siteId=" + HttpFixture.SITE;
    static final String RESOLVE = resolve(HttpFixture.ORG, TaskExamples.ID);

    private Paths() {}

    static String stops(String org) {
        return "/v2/org/" + org + "/nico/stop";
    }

    static String resolve(String org, String id) {
        return get(org, id) + "/stop/resolve";
    }

    static String submit(String org) {
        return "/v2/org/" + org + "/nico/task";
    }

    static String cancel(String org, String id) {
        return get(org, id) + "/cancel";
    }

    static String get(String org, String id) {
        return "/v2/org/" + org + "/nico/task/" + id;
    }

    /** Returns the same path on the older mount. */
    static String onOldMount(String path) {
        return path.replace("/nico/task/", "/nico/rack/task/");
    }

    static String body(SiteId site) {
        return "{\"siteId\":\"" + site + "\"}";
    }

    static String error(String message) {
        return "{\"source\":\"nico\",\"message\":\"" + message + "\",\"data\":null}";
    }
}

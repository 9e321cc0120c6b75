package io.nicotask.adapter.http;

import io.nicotask.domain.access.SiteId;

/** The paths and bodies of requests. */
final class Paths {

    static final String CANCEL = cancel(World.ORG, Tasks.ID);
    static final String GET = get(World.ORG, Tasks.ID) + "?siteId=" + World.SITE;
    static final String SUBMIT = submit(World.ORG);
    static final String HISTORY = get(World.ORG, Tasks.ID) + "/history?siteId=" + World.SITE;
    static final String CURRENT_USER = "/v2/org/" + World.ORG + "/nico/user/current";

    static final String STOPS = stops(World.ORG) + "?siteId=" + World.SITE;
    static final String RESOLVE = resolve(World.ORG, Tasks.ID);

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

    /** The same path on the older mount. */
    static String old(String path) {
        return path.replace("/nico/task/", "/nico/rack/task/");
    }

    static String body(SiteId site) {
        return "{\"siteId\":\"" + site + "\"}";
    }

    static String error(String message) {
        return "{\"source\":\"nico\",\"message\":\"" + message + "\",\"data\":null}";
    }
}

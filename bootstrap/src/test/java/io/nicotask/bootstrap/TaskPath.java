package io.nicotask.bootstrap;

/** The two places where tasks are found. */
enum TaskPath {
    NEW("/task/"),
    OLD("/rack/task/");

    private final String path;

    TaskPath(String path) {
        this.path = path;
    }

    /** The path of a task. */
    String task(String org, Object id) {
        return "/v2/org/" + org + "/nico" + path + id;
    }

    /** The path of the task's cancel. */
    String cancel(String org, Object id) {
        return task(org, id) + "/cancel";
    }
}

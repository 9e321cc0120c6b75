package io.nicotask.bootstrap;

/** The two paths of tasks. */
enum TaskPath {
    NEW("/task/"),
    OLD("/rack/task/");

    private final String path;

    TaskPath(String path) {
        this.path = path;
    }

    /** Returns the path of a task. */
    String task(String org, Object id) {
        return "/v2/org/" + org + "/nico" + path + id;
    }

    /** Returns the path of the task's cancel. */
    String cancel(String org, Object id) {
        return task(org, id) + "/cancel";
    }
}

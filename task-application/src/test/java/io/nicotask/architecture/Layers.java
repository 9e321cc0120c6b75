package io.nicotask.architecture;

/** The packages of one hexagon, written the way ArchUnit matches packages. */
record Layers(String root) {

    /** This project's own: a service that embeds it may build its domain and its use cases on them. */
    static final Layers LIBRARY = new Layers("io.nicotask");

    String everything() {
        return root + "..";
    }

    String domain() {
        return root + ".domain..";
    }

    String application() {
        return root + ".application..";
    }

    String port() {
        return root + ".application.port..";
    }

    String backgroundWork() {
        return root + ".application.internal.work..";
    }

    String adapters() {
        return root + ".adapter..";
    }

    String adapter(String name) {
        return root + ".adapter." + name + "..";
    }

    String bootstrap() {
        return root + ".bootstrap..";
    }

    /** The full name of a port, or of a type that lives beside the ports. */
    String portNamed(String simpleName) {
        return root + ".application.port." + simpleName;
    }

    /** The full name of the scope that every question to a store must name. */
    String taskScope() {
        return root + ".domain.access.TaskScope";
    }
}

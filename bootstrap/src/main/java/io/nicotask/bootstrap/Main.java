package io.nicotask.bootstrap;

/** The entry point of the command line. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.err.println("Usage: nico-tasks COMMAND");
        System.exit(2);
    }
}

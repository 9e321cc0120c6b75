package io.nicotask.adapter.workflow;

/**
 * Where the workflows of a site run. Sites with equal endpoints share workers.
 *
 * @param connection the namespace and how it is reached
 * @param taskQueue the queue of the built-in workflow
 */
record SiteEndpoint(TemporalConnection connection, String taskQueue) {

    SiteEndpoint {
        requireNotBlank(taskQueue, "task queue");
    }

    /** Returns whether workers of this library poll the queue. */
    boolean polls(String queue) {
        return queue.equals(taskQueue)
                || queue.equals(WorkflowProtocol.reportQueue(taskQueue))
                || queue.equals(WorkflowProtocol.externalReportQueue(taskQueue));
    }

    String address() {
        return connection.address();
    }

    String namespace() {
        return connection.namespaceName();
    }

    static String requireNotBlank(String value, String name) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("The " + name + " must not be blank");
        }
        return value;
    }
}

package io.nicotask.bootstrap.config;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Every single-valued setting, with its path in the configuration file. The path also gives the environment variable:
 * {@code database.url} is {@code NICO_TASKS_DATABASE_URL}.
 */
public enum Setting {
    HTTP_HOST("http.host", "127.0.0.1", "address to listen on"),
    HTTP_PORT("http.port", "8388", "port to listen on; 0 takes any free one"),
    HTTP_API_NAME("http.apiName", "nico", "name of the API in paths and errors"),
    HTTP_WAITING_AS("http.waitingAs", "Waiting", "status that a Waiting task shows: Waiting or Pending"),
    DATA_DIR("data.dir", "./nico-tasks-data", "where the embedded parts keep their data"),
    DATA_EPHEMERAL("data.ephemeral", "false", "use a new data directory and delete it at the end"),
    DATABASE_URL("database.url", null, "JDBC URL of a PostgreSQL 15 or later; without it the embedded one is used"),
    DATABASE_USER("database.user", null, "user of that database"),
    DATABASE_PASSWORD("database.password", null, "password of that user"),
    DATABASE_POOL_SIZE("database.poolSize", "16", "connections to the database at the most"),
    DATABASE_START_WAIT("database.startWait", "60s", "how long a start waits for a database that is not there yet"),
    TEMPORAL_TARGET("temporal.target", null, "host:port of a Temporal server; without it the embedded one is used"),
    TEMPORAL_NAMESPACE("temporal.namespace", "default", "namespace of sites that name none"),
    TEMPORAL_TASK_QUEUE("temporal.taskQueue", "nico-tasks", "task queue of sites that name none"),
    TEMPORAL_TLS_ENABLED(
            "temporal.tls.enabled", null, "whether to use TLS; on by itself with a file below or an API key"),
    TEMPORAL_TLS_CA("temporal.tls.ca", null, "file of the trusted authorities, PEM (default: those of Java)"),
    TEMPORAL_TLS_CERTIFICATE("temporal.tls.certificate", null, "file of the client's certificate, PEM"),
    TEMPORAL_TLS_KEY("temporal.tls.key", null, "file of its private key, PEM (PKCS #8)"),
    TEMPORAL_TLS_SERVER_NAME("temporal.tls.serverName", null, "name in the server's certificate, if not the host"),
    TEMPORAL_API_KEY("temporal.apiKey", null, "API key"),
    TEMPORAL_API_KEY_FILE(
            "temporal.apiKeyFile", null, "file of the API key, read for each call, so that it can change"),
    CLOCK_SKEW("clockSkew", "30s", "how far the clocks of issuers may be off"),
    STOP_ATTENTION_AFTER(
            "stopAttentionAfter", "60s", "how long an unconfirmed stop may take before it needs attention"),
    DEVELOPMENT_ENABLED(
            "development.enabled",
            null,
            "development issuer, demo org, simulated racks; on by itself only while database and Temporal are"
                    + " embedded and the address is loopback"),
    DEVELOPMENT_DEMO("development.demo", "true", "start demo tasks, where development parts are on"),
    READY_FILE("readyFile", null, "file to write, once ready, with the address and the demo tasks as JSON");

    private static final String PREFIX = "NICO_TASKS_";

    private final String path;
    private final @Nullable String defaultValue;
    private final String meaning;

    Setting(String path, @Nullable String defaultValue, String meaning) {
        this.path = path;
        this.defaultValue = defaultValue;
        this.meaning = meaning;
    }

    /** Returns the path in the configuration file, separated by dots. */
    public String path() {
        return path;
    }

    /** Returns the default, or null when there is none. */
    public @Nullable String defaultValue() {
        return defaultValue;
    }

    /** Returns the meaning as the help prints it. */
    public String meaning() {
        return meaning;
    }

    /** Returns the name of the environment variable. */
    public String variable() {
        return PREFIX + path.replaceAll("([A-Z])", "_$1").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** Returns the name of the command-line option, for the settings that have one. */
    String flag() {
        return switch (this) {
            case DATA_DIR -> "--data-dir";
            case DEVELOPMENT_ENABLED -> "--development";
            case DEVELOPMENT_DEMO -> "--no-demo";
            case READY_FILE -> "--ready-file";
            default -> "--" + pathSegments().getLast();
        };
    }

    List<String> pathSegments() {
        return List.of(path.split("\\."));
    }

    /** Returns whether the value at a path must not be shown. */
    static boolean isSecret(String path) {
        return path.equals(DATABASE_PASSWORD.path) || path.endsWith(".apiKey");
    }

    static boolean isSettingVariable(String variable) {
        return variable.startsWith(PREFIX);
    }
}

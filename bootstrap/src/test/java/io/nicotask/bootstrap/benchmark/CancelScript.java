package io.nicotask.bootstrap.benchmark;

import io.nicotask.domain.value.TaskId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statements of one cancel as a pgbench script, taken from the database's log. Transactions differ only in the
 * task; all other parameters keep their values.
 *
 * @param text the script; it expects the variables {@code before}, {@code each} and {@code i}
 * @param variables the values of its other variables
 */
record CancelScript(String text, Map<String, String> variables) {

    /** The required {@code log_line_prefix}. */
    static final String LOG_LINE_PREFIX = "pid=%p ";

    private static final Pattern STATEMENT = Pattern.compile(
            "(?m)^pid=(\\d+) LOG:  (?:statement|execute [^:]+): (.*(?:\\n\\t.*)*)(?:\\n.* DETAIL:  (.*))?");
    private static final Pattern VALUE = Pattern.compile("(\\$\\d+) = (NULL|'((?:[^']|'')*)')");
    private static final Pattern PARAMETER = Pattern.compile("\\$\\d+");

    /** The driver sends the type of a value and pgbench does not; where a boolean is cast, it would be taken for another. */
    private static final Pattern BOOLEAN = Pattern.compile("[tf]");

    /** The task's id, computed from its number: pgbench variables hold only numbers. */
    private static final String TASK_OF_TRANSACTION = "lpad(:n::text, 32, '0')::uuid";

    /**
     * Returns the script of a cancel that was logged up to its commit.
     *
     * @return empty when the log has statements of another session, because they cannot be distinguished
     */
    static Optional<CancelScript> of(String log, TaskId task) {
        StringBuilder script = new StringBuilder("\\set i :i + 1\n\\set n :before + :client_id * :each + :i\n");
        Map<String, String> variables = new LinkedHashMap<>();
        List<MatchResult> statements = STATEMENT.matcher(log).results().toList();
        String session = statements.isEmpty() ? "" : statements.getFirst().group(1);
        for (MatchResult statement : statements) {
            if (!statement.group(1).equals(session)) {
                return Optional.empty();
            }
            Map<String, String> values = valuesOf(statement, task, variables);
            script.append(PARAMETER
                            .matcher(statement.group(2))
                            .replaceAll(parameter -> Matcher.quoteReplacement(values.get(parameter.group()))))
                    .append(";\n");
            if (statement.group(2).equals("COMMIT")) {
                break;
            }
        }
        boolean ofTask = script.indexOf(TASK_OF_TRANSACTION) > 0;
        return ofTask ? Optional.of(new CancelScript(script.toString(), variables)) : Optional.empty();
    }

    /** Returns the replacement of each parameter: a variable, or a literal null, which pgbench cannot send. */
    private static Map<String, String> valuesOf(MatchResult statement, TaskId task, Map<String, String> variables) {
        Map<String, String> values = new HashMap<>();
        VALUE.matcher(statement.group(3) == null ? "" : statement.group(3))
                .results()
                .forEach(value -> {
                    String name = "p" + variables.size();
                    String text = value.group(3);
                    if (text == null) {
                        values.put(value.group(1), "null");
                    } else if (text.equals(task.toString())) {
                        values.put(value.group(1), TASK_OF_TRANSACTION);
                    } else {
                        values.put(
                                value.group(1),
                                ":" + name + (BOOLEAN.matcher(text).matches() ? "::boolean" : ""));
                        variables.put(name, text.replace("''", "'"));
                    }
                });
        return values;
    }
}

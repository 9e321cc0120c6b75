package io.nicotask.bootstrap.benchmark;

import io.nicotask.domain.task.TaskId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statements of one cancel as a script of pgbench, made from what the database's log says that a server sent. Only
 * the task differs from one transaction to the next; all other parameters keep their values.
 *
 * @param text the script; it expects the variables {@code before}, {@code each} and {@code i}
 * @param variables the values of its other variables
 */
record CancelScript(String text, Map<String, String> variables) {

    /** What the log's lines have to begin with. */
    static final String LOG_LINE_PREFIX = "pid=%p ";

    private static final Pattern ENTRY = Pattern.compile("(?m)^pid=(\\d+) (\\w+):  (.*(?:\\n\\t.*)*)");
    private static final Pattern EXECUTED = Pattern.compile("(?s)(?:statement|execute [^:]+): (.*)");
    private static final Pattern VALUE = Pattern.compile("(?s)\\$(\\d+) = (NULL|'((?:[^']|'')*)')");
    private static final Pattern PLACE = Pattern.compile("\\$(\\d+)");

    /** pgbench has variables for numbers only. */
    private static final String TASK_OF_TRANSACTION = "lpad(:n::text, 32, '0')::uuid";

    /**
     * The script of a cancel that was logged up to its commit.
     *
     * @return empty when another session spoke meanwhile, as then it is not known whose statements they are
     */
    static Optional<CancelScript> of(String log, TaskId task) {
        StringBuilder script = new StringBuilder("\\set i :i + 1\n\\set n :before + :client_id * :each + :i\n");
        Map<String, String> variables = new LinkedHashMap<>();
        List<MatchResult> entries = untilCommit(log);
        for (int i = 0; i < entries.size(); i++) {
            Matcher executed = EXECUTED.matcher(entries.get(i).group(3));
            if (executed.matches()) {
                String values = i + 1 < entries.size() ? entries.get(i + 1).group(3) : "";
                Map<String, String> named = named(values, "p" + i + "_", task, variables);
                script.append(PLACE.matcher(executed.group(1)).replaceAll(place -> Matcher.quoteReplacement(named.get(place.group(1)))))
                        .append(";\n");
            }
        }
        boolean oneSession = entries.stream().map(entry -> entry.group(1)).distinct().count() == 1;
        boolean whole = script.toString().contains(TASK_OF_TRANSACTION) && script.toString().contains("COMMIT;");
        return oneSession && whole ? Optional.of(new CancelScript(script.toString(), variables)) : Optional.empty();
    }

    private static List<MatchResult> untilCommit(String log) {
        List<MatchResult> entries = new ArrayList<>();
        for (MatchResult entry : ENTRY.matcher(log).results().toList()) {
            entries.add(entry);
            if (entry.group(3).endsWith(": COMMIT")) {
                break;
            }
        }
        return entries;
    }

    /** What stands in the script for each parameter: null as a literal, as pgbench has none, others as variables. */
    private static Map<String, String> named(String values, String prefix, TaskId task, Map<String, String> variables) {
        Map<String, String> named = new LinkedHashMap<>();
        VALUE.matcher(values).results().forEach(value -> {
            String name = prefix + value.group(1);
            String text = value.group(3) == null ? null : value.group(3).replace("''", "'");
            if (text == null) {
                named.put(value.group(1), "null");
            } else if (text.equals(task.toString())) {
                named.put(value.group(1), TASK_OF_TRANSACTION);
            } else {
                named.put(value.group(1), ":" + name);
                variables.put(name, text);
            }
        });
        return named;
    }
}

package io.nicotask.adapter.http;

import io.nicotask.adapter.http.Answer.Problem;
import io.nicotask.application.list.ListTasksCommand;
import java.util.regex.Pattern;

/**
 * Which page is asked for.
 *
 * @param number which, from 1
 * @param size how many tasks it has, 1 to 100
 */
record Pages(int number, int size) {

    static final String NUMBER = "pageNumber";
    static final String SIZE = "pageSize";

    private static final Problem INVALID = new Problem(400, "Failed to validate pagination request data");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d+");
    private static final int DEFAULT_SIZE = 20;

    /**
     * The page that the query asks for, or the first.
     *
     * @throws Refusal when what it says is no number, or out of range
     */
    static Pages of(Query query) {
        Pages told = new Pages(number(query, NUMBER, 1), number(query, SIZE, DEFAULT_SIZE));
        Faults faults = new Faults();
        if (told.number < 1) {
            faults.add(NUMBER, "must be greater than 0");
        }
        if (told.size < 1 || told.size > ListTasksCommand.MAX_SIZE) {
            faults.add(SIZE, "must be between 1 and " + ListTasksCommand.MAX_SIZE);
        }
        faults.refuse(INVALID);
        return told;
    }

    /** The header that tells clients where they are; they compare it to the byte. */
    String header(long total) {
        return "{\"pageNumber\":%d,\"pageSize\":%d,\"total\":%d,\"orderBy\":null}".formatted(number, size, total);
    }

    private static int number(Query query, String name, int usual) {
        if (!query.has(name)) {
            return usual;
        }
        String told = query.value(name);
        if (!WHOLE_NUMBER.matcher(told).matches()) {
            throw new Refusal(Problems.UNPARSABLE_PAGE);
        }
        try {
            return Integer.parseInt(told);
        } catch (NumberFormatException beyond32Bits) {
            throw new Refusal(Problems.UNPARSABLE_PAGE);
        }
    }
}

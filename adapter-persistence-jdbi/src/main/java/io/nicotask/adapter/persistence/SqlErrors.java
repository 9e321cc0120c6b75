package io.nicotask.adapter.persistence;

import io.nicotask.application.port.StoreUnavailable;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.JdbiException;

/**
 * Separates failures of the database, which decide nothing, from defects, by SQLSTATE (PostgreSQL manual, appendix A).
 * What is not in the table is a defect: wrong SQL, a value that is out of range, a violated constraint.
 */
final class SqlErrors {

    /** What a failure of the database means, and whether another connection may be free of it. */
    private enum Meaning {
        /** The connection may continue. */
        NO_ANSWER("The database gave no answer", false),
        BROKEN("The database gave no answer", true),
        NO_WRITES("The database accepts no writes", true),
        /** It is another server, another database, another session, or one whose tables or rights have changed. */
        CHANGED("The database is not as this server left it", true);

        private final String sentence;
        private final boolean needsAnotherConnection;

        Meaning(String sentence, boolean needsAnotherConnection) {
            this.sentence = sentence;
            this.needsAnotherConnection = needsAnotherConnection;
        }
    }

    /** By state, or else by class, the first two characters of a state. */
    private static final Map<String, Meaning> MEANINGS = Map.ofEntries(
            Map.entry("08", Meaning.BROKEN), // connection exception
            Map.entry("0A000", Meaning.CHANGED), // the result of a prepared statement has changed
            Map.entry("25006", Meaning.NO_WRITES), // read-only transaction: a standby, or a setting
            Map.entry("25P03", Meaning.BROKEN), // idle-in-transaction timeout
            Map.entry("25P04", Meaning.BROKEN), // transaction timeout
            Map.entry("26", Meaning.CHANGED), // a prepared statement does not exist: another session
            Map.entry("28", Meaning.CHANGED), // the user may not log in
            Map.entry("34", Meaning.CHANGED), // a portal does not exist: another session
            Map.entry("3D", Meaning.CHANGED), // the database does not exist
            Map.entry("3F", Meaning.CHANGED), // the schema does not exist
            Map.entry("40", Meaning.NO_ANSWER), // transaction rollback: deadlock, serialization
            Map.entry("42501", Meaning.CHANGED), // insufficient privilege; also a read-only file system
            Map.entry("42703", Meaning.CHANGED), // undefined column
            Map.entry("42704", Meaning.CHANGED), // undefined type
            Map.entry("42883", Meaning.CHANGED), // undefined function
            Map.entry("42P01", Meaning.CHANGED), // undefined table
            Map.entry("42P05", Meaning.CHANGED), // a prepared statement exists already: another session
            Map.entry("53", Meaning.NO_ANSWER), // insufficient resources: memory, connections
            Map.entry("53100", Meaning.NO_WRITES), // disk full
            Map.entry("55000", Meaning.BROKEN), // not in the necessary state: recovery is in progress
            Map.entry("55006", Meaning.BROKEN), // in use: the database is being dropped
            Map.entry("55P03", Meaning.NO_ANSWER), // lock timeout
            Map.entry("57", Meaning.BROKEN), // operator intervention: shutdown, crash, start-up, idle timeout
            Map.entry("57014", Meaning.NO_ANSWER), // statement timeout
            Map.entry("58", Meaning.NO_ANSWER), // system error outside the database
            Map.entry("60", Meaning.BROKEN), // the driver's own: system error
            Map.entry("72", Meaning.NO_ANSWER), // snapshot too old
            Map.entry("99", Meaning.BROKEN), // the driver's own: unexpected error
            Map.entry("F0", Meaning.NO_ANSWER), // configuration file
            Map.entry("XX", Meaning.BROKEN)); // internal error, damaged table or index

    private SqlErrors() {}

    /** Translates a failure to the exception that the ports declare; returns a defect unchanged. */
    static RuntimeException translate(JdbiException fault) {
        Optional<String> sentence = causes(fault)
                .flatMap(cause -> sentence(cause).stream())
                .findFirst()
                .or(() -> Optional.of(Meaning.BROKEN.sentence).filter(none -> fault instanceof ConnectionException));
        return sentence.<RuntimeException>map(text -> new StoreUnavailable(text + ": " + rootLine(fault), fault))
                .orElse(fault);
    }

    private static Optional<String> sentence(Throwable cause) {
        return switch (cause) {
            case PoolExhausted exhausted -> Optional.of(PoolExhausted.SENTENCE);
            case PoolTimeout timedOut -> Optional.of(PoolTimeout.SENTENCE);
            case SQLException sql -> meaning(sql).map(meaning -> meaning.sentence);
            default -> Optional.empty();
        };
    }

    /** Returns whether another connection may be free of the failure, so that this one must not be used again. */
    static boolean needsAnotherConnection(SQLException fault) {
        return meaning(fault).filter(meaning -> meaning.needsAnotherConnection).isPresent();
    }

    private static Optional<Meaning> meaning(SQLException fault) {
        String state = fault.getSQLState();
        return state == null || state.length() != 5
                ? Optional.empty()
                : Optional.ofNullable(MEANINGS.get(state))
                        .or(() -> Optional.ofNullable(MEANINGS.get(state.substring(0, 2))));
    }

    /** Returns the first line of the first cause that has a message; further lines may quote rows. */
    static String rootLine(Throwable fault) {
        return causes(fault)
                .map(Throwable::getMessage)
                .filter(message -> message != null && !message.isBlank())
                .reduce((outer, inner) -> inner)
                .flatMap(message -> message.lines().findFirst())
                .orElse("no cause is known");
    }

    private static Stream<Throwable> causes(Throwable fault) {
        return Stream.iterate(fault, cause -> cause != null, Throwable::getCause);
    }
}

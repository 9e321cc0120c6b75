package io.nicotask.adapter.persistence;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Predicate;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Finds out what became of a commit whose answer was lost, by what the transaction has left behind. The database may still
 * be busy with it, so it is looked for a few times; where the database is away there is nothing to be found out.
 */
final class CommitVerifier {

    private static final Logger LOG = System.getLogger(CommitVerifier.class.getName());
    private static final int[] PAUSES_MILLIS = {0, 50, 100, 200, 400};

    private final Jdbi jdbi;

    CommitVerifier(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Whether the transaction was committed for certain; otherwise nothing is known. */
    boolean isCommitted(Predicate<Handle> trace) {
        for (int pause : PAUSES_MILLIS) {
            try {
                Thread.sleep(pause);
                if (jdbi.withHandle(trace::test)) {
                    LOG.log(Level.WARNING, "The answer to a commit was lost; the commit was not");
                    return true;
                }
            } catch (ConnectionException away) {
                return false;
            } catch (JdbiException broken) {
                LOG.log(Level.DEBUG, "A connection was broken, too; there are others", broken);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }
}

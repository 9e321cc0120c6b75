package io.nicotask.adapter.persistence;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Finds out whether a commit whose response was lost has taken place, by a row that only its transaction can have
 * written. The database may still be busy with the commit, so it queries a few times; it gives up if the database is
 * unreachable.
 */
final class CommitVerifier {

    private static final Logger LOG = System.getLogger(CommitVerifier.class.getName());
    private static final int[] PAUSES_MILLIS = {0, 50, 100, 200, 400};

    private final Jdbi jdbi;
    private final CountDownLatch closing = new CountDownLatch(1);

    CommitVerifier(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Returns true if the transaction was certainly committed; false means that nothing is known. */
    boolean isCommitted(Predicate<Handle> trace) {
        for (int pause : PAUSES_MILLIS) {
            try {
                if (closing.await(pause, TimeUnit.MILLISECONDS)) {
                    return false;
                }
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

    /** Ends the pauses between queries; what is not known by then stays unknown. */
    void close() {
        closing.countDown();
    }
}

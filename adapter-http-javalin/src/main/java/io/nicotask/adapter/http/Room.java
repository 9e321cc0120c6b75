package io.nicotask.adapter.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Where requests are worked on: so many at once, so many more wait for their turn, in order and not for long, and the rest
 * is told at once to come back. So what is accepted keeps its speed, however much is asked for.
 */
final class Room {

    private static final int WAITING_PER_PLACE = 32;

    private final Semaphore entrance;
    private final Semaphore places;
    private final Duration turn;
    private final boolean anyConnection;

    private Room(int places, Duration turn, boolean anyConnection) {
        this.entrance = new Semaphore(places * (1 + WAITING_PER_PLACE));
        this.places = new Semaphore(places, true);
        this.turn = turn;
        this.anyConnection = anyConnection;
    }

    /** A room for so many cancels at once, which are taken by the connections above the limit, too. */
    static Room ofCancels(int places, Duration turn) {
        return new Room(places, turn, true);
    }

    /** A room for so many other requests at once. */
    static Room ofOthers(int places, Duration turn) {
        return new Room(places, turn, false);
    }

    /**
     * Turns away at once who would be turned away later.
     *
     * @throws Refusal when everything is taken, or the connection is one too many
     */
    void knock(Context context) {
        boolean oneTooMany = context.attribute(Patience.ONE_TOO_MANY) != null;
        if ((oneTooMany && !anyConnection) || entrance.availablePermits() == 0) {
            throw new Refusal(Problems.UNAVAILABLE);
        }
    }

    /**
     * Does the work in the room, when its turn has come.
     *
     * @throws Refusal when everything is taken, or the turn does not come in time
     */
    <T> T inside(Supplier<T> work) {
        if (!entrance.tryAcquire()) {
            throw new Refusal(Problems.UNAVAILABLE);
        }
        try {
            return atItsTurn(work);
        } finally {
            entrance.release();
        }
    }

    private <T> T atItsTurn(Supplier<T> work) {
        if (!hasTurn()) {
            throw new Refusal(Problems.UNAVAILABLE);
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    private boolean hasTurn() {
        try {
            return places.tryAcquire(turn.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

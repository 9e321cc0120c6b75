package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;

/**
 * A route that asks the store, and so is taken by a bounded number of requests at once. Nobody is in the room, or waits for
 * it, while something is still to come from the client; and what a client sends is waited for only when it is a known one.
 */
final class RouteInRoom implements Route {

    private final Room room;
    private final Door door;
    private final Route route;

    RouteInRoom(Room room, Door door, Route route) {
        this.room = room;
        this.door = door;
        this.route = route;
    }

    @Override
    public Answer answer(Context context) {
        try {
            // First of all: of what is spent on a request, checking the token's signature is the most.
            room.knock(context);
            door.identify(context);
        } catch (Refusal refused) {
            // Who is still sending when the connection is closed may never see the answer.
            JsonBody.discard(context);
            throw refused;
        }
        if (context.method().equals(HandlerType.POST)) {
            JsonBody.receive(context);
        }
        return room.inside(route, context);
    }
}

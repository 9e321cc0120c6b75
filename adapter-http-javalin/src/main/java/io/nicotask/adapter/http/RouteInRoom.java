package io.nicotask.adapter.http;

import io.javalin.http.Context;

/** A route that asks the store, and so is taken by a bounded number of requests at once. */
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
        // First of all: of what is spent on a request, checking the token's signature is the most.
        room.knock(context);
        door.identify(context);
        return room.inside(() -> route.answer(context));
    }
}

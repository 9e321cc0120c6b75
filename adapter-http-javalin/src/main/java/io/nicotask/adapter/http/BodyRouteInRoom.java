package io.nicotask.adapter.http;

import io.javalin.http.Context;

/**
 * As {@link RouteInRoom}, for requests with a body: it is received between two stays in the room, so that no place there is
 * held, or waited for, while something is still to come from the client.
 */
final class BodyRouteInRoom implements Route {

    private final Room room;
    private final Door door;
    private final BodyRoute route;

    BodyRouteInRoom(Room room, Door door, BodyRoute route) {
        this.room = room;
        this.door = door;
        this.route = route;
    }

    @Override
    public Answer answer(Context context) {
        room.knock(context);
        door.identify(context);
        Route authorized = room.inside(() -> route.authorize(context));
        JsonBody.receive(context);
        return room.inside(() -> authorized.answer(context));
    }
}

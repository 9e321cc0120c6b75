package io.nicotask.adapter.http;

import io.nicotask.application.port.User;

/** A user as clients see it. */
record UserJson(String id, String firstName, String lastName, String email, String created, String updated) {

    static UserJson of(User user) {
        return new UserJson(
                user.id().toString(),
                user.profile().firstName(),
                user.profile().lastName(),
                user.profile().email(),
                Times.text(user.created()),
                Times.text(user.updated()));
    }
}

package io.nicotask.adapter.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nicotask.application.port.UserDirectory.User;

/** A user, as clients see it. */
record UserJson(
        @JsonProperty("id") String id,
        @JsonProperty("firstName") String firstName,
        @JsonProperty("lastName") String lastName,
        @JsonProperty("email") String email,
        @JsonProperty("created") String created,
        @JsonProperty("updated") String updated) {

    static UserJson of(User user) {
        return new UserJson(
                user.id().toString(),
                user.profile().firstName(),
                user.profile().lastName(),
                user.profile().email(),
                Rfc3339.format(user.created()),
                Rfc3339.format(user.updated()));
    }
}

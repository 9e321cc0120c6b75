package io.nicotask.bootstrap.embedded;

import java.util.List;

/** The caller of a development token: a subject and its roles in one org. */
public record DevelopmentCaller(String subject, String org, List<String> roles) {

    public DevelopmentCaller {
        roles = List.copyOf(roles);
    }
}

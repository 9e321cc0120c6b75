package io.nicotask.bootstrap.embedded;

import java.util.List;

/** Who a development token speaks for: a subject, and the roles it holds in one org. */
public record DevelopmentCaller(String subject, String org, List<String> roles) {

    public DevelopmentCaller {
        roles = List.copyOf(roles);
    }
}

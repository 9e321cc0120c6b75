package io.nicotask.explorer;

import io.nicotask.explorer.Model.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects the steps that can be taken from one world. */
record Steps<S extends Snapshot<S>>(S now, List<Step<S>> found) {

    static <S extends Snapshot<S>> Steps<S> from(S now) {
        return new Steps<>(now, new ArrayList<>());
    }

    void sure(String name, Consumer<S> change) {
        found.add(new Step<>(name, now.with(change), true));
    }

    void may(String name, Consumer<S> change) {
        found.add(new Step<>(name, now.with(change), false));
    }
}

package io.nicotask.modelcheck;

import io.nicotask.modelcheck.StateModel.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects the steps that can be taken from one state. */
record ModelSteps<S extends ModelState<S>>(S now, List<Step<S>> found) {

    static <S extends ModelState<S>> ModelSteps<S> from(S now) {
        return new ModelSteps<>(now, new ArrayList<>());
    }

    void certain(String name, Consumer<S> change) {
        found.add(new Step<>(name, now.with(change), true));
    }

    void may(String name, Consumer<S> change) {
        found.add(new Step<>(name, now.with(change), false));
    }
}

package io.nicotask.modelcheck;

import static java.util.Objects.requireNonNull;

import io.nicotask.modelcheck.StateModel.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Visits every reachable state, breadth first, and keeps the shortest path to a violation of each rule. */
final class ModelChecker<S, R> {

    private final StateModel<S, R> model;
    private final Map<S, Origin<S>> origins = new LinkedHashMap<>();
    private final Map<S, List<S>> before = new LinkedHashMap<>();
    private final Set<S> ends = new HashSet<>();
    private final Map<R, List<String>> counterexamples = new LinkedHashMap<>();

    private ModelChecker(StateModel<S, R> model) {
        this.model = model;
    }

    static <S, R> Findings<R> check(StateModel<S, R> model) {
        ModelChecker<S, R> modelChecker = new ModelChecker<>(model);
        modelChecker.visitAll();
        modelChecker.findStuckStates();
        return new Findings<>(modelChecker.origins.size(), modelChecker.counterexamples);
    }

    private void visitAll() {
        Deque<S> next = new ArrayDeque<>(List.of(model.first()));
        origins.put(next.getFirst(), new Origin<>(null, ""));
        while (!next.isEmpty()) {
            S state = next.removeFirst();
            if (model.isSettled(state)) {
                ends.add(state);
            }
            for (Step<S> step : model.steps(state)) {
                if (step.isCertain()) {
                    before.computeIfAbsent(step.after(), key -> new ArrayList<>())
                            .add(state);
                }
                if (origins.putIfAbsent(step.after(), new Origin<>(state, step.name())) != null) {
                    continue;
                }
                if (!breaksRule(state, step)) {
                    next.addLast(step.after());
                }
            }
        }
    }

    /** A state that breaks a rule is not explored further. */
    private boolean breaksRule(S state, Step<S> step) {
        List<R> broken = model.rulesBroken(state, step.after());
        broken.forEach(rule -> counterexamples.putIfAbsent(rule, pathTo(step.after())));
        if (!broken.isEmpty()) {
            ends.add(step.after());
        }
        return !broken.isEmpty();
    }

    /** Goes back from every settled state along the steps that are certain; a state that is not reached is stuck. */
    private void findStuckStates() {
        Set<S> canEnd = new HashSet<>(ends);
        Deque<S> next = new ArrayDeque<>(ends);
        while (!next.isEmpty()) {
            for (S earlier : before.getOrDefault(next.removeFirst(), List.of())) {
                if (canEnd.add(earlier)) {
                    next.addLast(earlier);
                }
            }
        }
        origins.keySet().stream()
                .filter(state -> !canEnd.contains(state))
                .findFirst()
                .ifPresent(stuck -> counterexamples.put(model.noStateIsStuck(), pathTo(stuck)));
    }

    private List<String> pathTo(S state) {
        Deque<String> steps = new ArrayDeque<>();
        Origin<S> origin = requireNonNull(origins.get(state));
        while (origin.from() != null) {
            steps.addFirst(origin.step());
            origin = requireNonNull(origins.get(origin.from()));
        }
        return List.copyOf(steps);
    }

    /** The result: the number of states, and for each broken rule the shortest path to a violation. */
    record Findings<R>(int states, Map<R, List<String>> counterexamples) {}

    private record Origin<S>(@Nullable S from, String step) {}
}

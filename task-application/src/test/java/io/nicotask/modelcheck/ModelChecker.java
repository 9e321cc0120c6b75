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
final class ModelChecker<W, R> {

    private final StateModel<W, R> model;
    private final Map<W, Origin<W>> origins = new LinkedHashMap<>();
    private final Map<W, List<W>> before = new LinkedHashMap<>();
    private final Set<W> ends = new HashSet<>();
    private final Map<R, List<String>> counterexamples = new LinkedHashMap<>();

    private ModelChecker(StateModel<W, R> model) {
        this.model = model;
    }

    static <W, R> Findings<R> check(StateModel<W, R> model) {
        ModelChecker<W, R> modelChecker = new ModelChecker<>(model);
        modelChecker.visitAll();
        modelChecker.findTheStuck();
        return new Findings<>(modelChecker.origins.size(), modelChecker.counterexamples);
    }

    private void visitAll() {
        Deque<W> next = new ArrayDeque<>(List.of(model.first()));
        origins.put(next.getFirst(), new Origin<>(null, ""));
        while (!next.isEmpty()) {
            W world = next.removeFirst();
            if (model.isSettled(world)) {
                ends.add(world);
            }
            for (Step<W> step : model.steps(world)) {
                if (step.isSure()) {
                    before.computeIfAbsent(step.after(), key -> new ArrayList<>())
                            .add(world);
                }
                if (origins.putIfAbsent(step.after(), new Origin<>(world, step.name())) != null) {
                    continue;
                }
                if (!breaksARule(world, step)) {
                    next.addLast(step.after());
                }
            }
        }
    }

    /** A state that breaks a rule is not explored further. */
    private boolean breaksARule(W world, Step<W> step) {
        List<R> broken = model.rulesBroken(world, step.after());
        broken.forEach(rule -> counterexamples.putIfAbsent(rule, wayTo(step.after())));
        if (!broken.isEmpty()) {
            ends.add(step.after());
        }
        return !broken.isEmpty();
    }

    /** Goes back from every settled state along the steps that are certain; a state that is not reached is stuck. */
    private void findTheStuck() {
        Set<W> canEnd = new HashSet<>(ends);
        Deque<W> next = new ArrayDeque<>(ends);
        while (!next.isEmpty()) {
            for (W earlier : before.getOrDefault(next.removeFirst(), List.of())) {
                if (canEnd.add(earlier)) {
                    next.addLast(earlier);
                }
            }
        }
        origins.keySet().stream()
                .filter(world -> !canEnd.contains(world))
                .findFirst()
                .ifPresent(stuck -> counterexamples.put(model.nothingIsStuck(), wayTo(stuck)));
    }

    private List<String> wayTo(W world) {
        Deque<String> steps = new ArrayDeque<>();
        Origin<W> origin = requireNonNull(origins.get(world));
        while (origin.from() != null) {
            steps.addFirst(origin.step());
            origin = requireNonNull(origins.get(origin.from()));
        }
        return List.copyOf(steps);
    }

    /** The result: the number of states, and for each broken rule the shortest path to a violation. */
    record Findings<R>(int worlds, Map<R, List<String>> counterexamples) {}

    private record Origin<W>(@Nullable W from, String step) {}
}

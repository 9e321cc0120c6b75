package io.nicotask.explorer;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at every world that can come about, the nearest first, and keeps the shortest way to each broken rule. */
final class Explorer {

    private final Protocol protocol;
    private final Map<World, Origin> origins = new LinkedHashMap<>();
    private final Map<World, List<World>> before = new LinkedHashMap<>();
    private final Set<World> ends = new HashSet<>();
    private final Map<Rule, List<String>> counterexamples = new EnumMap<>(Rule.class);

    private Explorer(Protocol protocol) {
        this.protocol = protocol;
    }

    static Findings explore(Protocol protocol) {
        Explorer explorer = new Explorer(protocol);
        explorer.visitAll();
        explorer.findTheStuck();
        return new Findings(explorer.origins.size(), explorer.counterexamples);
    }

    private void visitAll() {
        Deque<World> next = new ArrayDeque<>(List.of(new World().with(first -> {})));
        origins.put(next.getFirst(), new Origin(null, ""));
        while (!next.isEmpty()) {
            World world = next.removeFirst();
            if (world.isSettled()) {
                ends.add(world);
            }
            for (Step step : protocol.steps(world)) {
                if (step.isSure()) {
                    before.computeIfAbsent(step.after(), key -> new ArrayList<>())
                            .add(world);
                }
                if (origins.putIfAbsent(step.after(), new Origin(world, step.name())) != null) {
                    continue;
                }
                if (!breaksARule(world, step)) {
                    next.addLast(step.after());
                }
            }
        }
    }

    /** A world in which a rule is broken is not followed any further. */
    private boolean breaksARule(World world, Step step) {
        boolean broken = false;
        for (Rule rule : Rule.values()) {
            if (rule.isBrokenBy(world, step.after())) {
                counterexamples.putIfAbsent(rule, wayTo(step.after()));
                ends.add(step.after());
                broken = true;
            }
        }
        return broken;
    }

    /** Goes back from every end along the steps that are sure to be taken; what is not met can never end. */
    private void findTheStuck() {
        Set<World> canEnd = new HashSet<>(ends);
        Deque<World> next = new ArrayDeque<>(ends);
        while (!next.isEmpty()) {
            for (World earlier : before.getOrDefault(next.removeFirst(), List.of())) {
                if (canEnd.add(earlier)) {
                    next.addLast(earlier);
                }
            }
        }
        origins.keySet().stream()
                .filter(world -> !canEnd.contains(world))
                .findFirst()
                .ifPresent(stuck -> counterexamples.put(Rule.NOTHING_IS_STUCK, wayTo(stuck)));
    }

    private List<String> wayTo(World world) {
        Deque<String> steps = new ArrayDeque<>();
        Origin origin = requireNonNull(origins.get(world));
        while (origin.from() != null) {
            steps.addFirst(origin.step());
            origin = requireNonNull(origins.get(origin.from()));
        }
        return List.copyOf(steps);
    }

    /**
     * A step that may be taken next.
     *
     * @param isSure whether it is taken some time, unless another one comes first; not so faults and clients' wishes
     */
    record Step(String name, World after, boolean isSure) {}

    /** What was found: how many worlds there are, and for each broken rule the shortest way to it. */
    record Findings(int worlds, Map<Rule, List<String>> counterexamples) {}

    private record Origin(@Nullable World from, String step) {}
}

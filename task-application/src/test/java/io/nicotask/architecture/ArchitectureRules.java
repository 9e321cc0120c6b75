package io.nicotask.architecture;

import static java.util.Comparator.comparing;

import io.nicotask.architecture.Layers.Adapter;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The architecture rules for the code under one root package. Immutable: each method returns changed rules.
 *
 * <pre>{@code
 * ArchitectureRules.of("com.acme").adapter("mongo", "com.mongodb..").rules().forEach(rule -> rule.check(classes));
 * }</pre>
 */
public final class ArchitectureRules {

    private final Layers layers;
    private final OptionalInt publicTypes;

    private ArchitectureRules(Layers layers, OptionalInt publicTypes) {
        this.layers = layers;
        this.publicTypes = publicTypes;
    }

    /**
     * Returns the rules for a hexagon without adapters that may use this library.
     *
     * @param root the package above {@code domain}, {@code application}, {@code adapter} and {@code bootstrap}
     */
    public static ArchitectureRules of(String root) {
        return new ArchitectureRules(new Layers(root, List.of(), true), OptionalInt.empty());
    }

    /**
     * Adds an adapter.
     *
     * @param name the name of its package below {@code adapter}
     * @param technology the packages that no other adapter may use, as ArchUnit patterns
     */
    public ArchitectureRules adapter(String name, String... technology) {
        Stream<Adapter> added = Stream.of(new Adapter(name, List.of(technology)));
        List<Adapter> adapters =
                Stream.concat(layers.adapters().stream(), added).toList();
        return new ArchitectureRules(new Layers(layers.root(), adapters, layers.usesLibrary()), publicTypes);
    }

    /**
     * Returns the rules for a hexagon that does not use this library. These apply only where it is used:
     *
     * <ul>
     *   <li>R17 keeps calls of its {@code WorkflowEngine} out of transactions, and R18 its {@code TaskScope} to access
     *       policies: they are about types that no other hexagon has.
     *   <li>R20 requires its contract tests, which exist for its ports only.
     *   <li>R21 forbids {@code Jdbi.open}, because the library binds a transaction to the thread; a hexagon with
     *       transactions of another kind may open handles.
     *   <li>R01 and R02 let domain and application use the library's. R08 and R09 check its packages like the own ones.
     * </ul>
     */
    public ArchitectureRules withoutLibraryRules() {
        return new ArchitectureRules(new Layers(layers.root(), layers.adapters(), false), publicTypes);
    }

    /** Adds R27: domain and application have this number of public top-level types in the packages that others may name. */
    public ArchitectureRules publicTypes(int number) {
        return new ArchitectureRules(layers, OptionalInt.of(number));
    }

    /**
     * Returns the rules in the order of their ids. Each fails on a violation, and if there is no class that it checks.
     */
    public List<NamedRule> rules() {
        return Stream.of(
                        new DirectionRules(layers).all(),
                        new ShapeRules(layers).all(),
                        new MemberRules(layers).all(),
                        new CallRules(layers).all(),
                        layers.usesLibrary() ? new LibraryRules(layers).all() : List.<NamedRule>of(),
                        publicTypes.stream()
                                .mapToObj(new ShapeRules(layers)::publicTypes)
                                .toList())
                .flatMap(List::stream)
                .sorted(comparing(NamedRule::id))
                .toList();
    }
}

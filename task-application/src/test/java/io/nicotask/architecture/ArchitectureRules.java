package io.nicotask.architecture;

import static java.util.Comparator.comparing;

import java.util.List;
import java.util.stream.Stream;

/** Every architecture rule, for the code under one root package. */
public final class ArchitectureRules {

    private ArchitectureRules() {}

    /**
     * The rules in the order of their ids.
     *
     * <p>A service that embeds the library checks its own classes with the rules of its own root. With the rules of
     * the library's root, over the library's classes and its own together, R17, R18 and R20 watch what the service does
     * with the library's engine, scopes and ports. A rule that finds nothing to look at fails: leave it out by its id.
     *
     * @param root the package above {@code domain}, {@code application}, {@code adapter} and {@code bootstrap}, such as
     *     {@code io.nicotask}
     */
    public static List<NamedRule> of(String root) {
        Layers layers = new Layers(root);
        return Stream.of(
                        new DirectionRules(layers).all(),
                        new ShapeRules(layers).all(),
                        new MemberRules(layers).all(),
                        new CallRules(layers).all(),
                        List.of(ContractRule.of(layers)))
                .flatMap(List::stream)
                .sorted(comparing(NamedRule::id))
                .toList();
    }
}

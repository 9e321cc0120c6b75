package io.nicotask.application.simulation;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which faults a schedule has, how often they strike, and how often they did. */
final class Faults {

    private static final List<Integer> RATES = List.of(3, 15, 50);
    /** What the relay does not withstand yet: it takes a stop for confirmed by what it sees in another namespace. */
    static final Set<Fault> NOT_YET = EnumSet.of(Fault.ENGINE_MISTAKEN);

    private static final int ENABLED = 400;

    private final Dice dice;
    private final Map<Fault, Integer> perMille = new EnumMap<>(Fault.class);
    private final Map<Fault, Long> fired = new EnumMap<>(Fault.class);
    private boolean healed;

    /** Each fault is left out of most schedules, so that the others meet more than each other. */
    Faults(Dice dice) {
        this.dice = dice;
        for (Fault fault : Fault.values()) {
            boolean enabled = dice.chance(ENABLED) && !NOT_YET.contains(fault);
            perMille.put(fault, enabled ? dice.oneOf(RATES) : 0);
        }
    }

    /** Whether the fault strikes now, where it can. */
    boolean strikes(Fault fault) {
        return strikes(fault, 1);
    }

    /** As {@link #strikes(Fault)}, so many times as likely: for what has few opportunities. */
    boolean strikes(Fault fault, int timesAsLikely) {
        int rate = healed ? 0 : perMille.getOrDefault(fault, 0);
        boolean strikes = rate > 0 && dice.chance(timesAsLikely * rate);
        if (strikes) {
            fired.merge(fault, 1L, Long::sum);
        }
        return strikes;
    }

    /** From now on nothing goes wrong any more. */
    void heal() {
        healed = true;
    }

    Map<Fault, Long> fired() {
        return fired;
    }
}

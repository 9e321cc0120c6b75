package io.nicotask.faults;

/**
 * Why a fault is not injected in a layer.
 *
 * @param layer the layer
 * @param why in a few words
 */
record Absence(Layer layer, String why) {

    static final Absence EVERY_ORDER_IS_A_SCHEDULE = simulated("every interleaving is a schedule, none is injected");
    static final Absence TURNS_NOT_LOCKS = simulated("a transaction is one turn, nobody waits for its locks");
    static final Absence LIKE_A_REFUSAL = simulated("the port tells it as a refusal");
    static final Absence COMMANDS_NOT_REQUESTS = simulated("the use cases see commands, not requests");
    static final Absence CALLERS_NOT_TOKENS = simulated("the use cases see callers, not tokens");
    static final Absence TAKES_ALL_ALONG = parts("it takes the whole process along");
    static final Absence REPLICAS_ARE_PROCESSES = parts("replicas are processes");
    static final Absence INSTANT_BY_CHANCE = processes("nobody chooses the instant in another process");
    static final Absence SAME_IN_EVERY_PROCESS = processes("the same calls as on real parts");

    static Absence simulated(String why) {
        return new Absence(Layer.SIMULATOR, why);
    }

    static Absence parts(String why) {
        return new Absence(Layer.PARTS, why);
    }

    static Absence processes(String why) {
        return new Absence(Layer.PROCESS, why);
    }
}

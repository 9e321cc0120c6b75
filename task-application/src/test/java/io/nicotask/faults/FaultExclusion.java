package io.nicotask.faults;

/**
 * Why a fault is not injected in a layer.
 *
 * @param layer the layer
 * @param why the reason, in short
 */
record FaultExclusion(Layer layer, String why) {

    static final FaultExclusion EVERY_ORDER_IS_A_SCHEDULE =
            simulated("every interleaving is a schedule, none is injected");
    static final FaultExclusion TURNS_NOT_LOCKS = simulated("a transaction is one turn, so none waits for its locks");
    static final FaultExclusion LIKE_A_REFUSAL = simulated("the port reports it as a refusal");
    static final FaultExclusion COMMANDS_NOT_REQUESTS = simulated("the use cases see commands, not requests");
    static final FaultExclusion CALLERS_NOT_TOKENS = simulated("the use cases see callers, not tokens");
    static final FaultExclusion ENDS_THE_PROCESS = parts("it ends the whole process");
    static final FaultExclusion REPLICAS_ARE_PROCESSES = parts("replicas are processes");
    static final FaultExclusion INSTANT_BY_CHANCE = processes("no test can choose the instant in another process");
    static final FaultExclusion MACHINES_CLOCK = processes("all processes have the machine's clock");
    static final FaultExclusion SAME_IN_EVERY_PROCESS = processes("the same calls as on real parts");

    static FaultExclusion simulated(String why) {
        return new FaultExclusion(Layer.SIMULATOR, why);
    }

    static FaultExclusion parts(String why) {
        return new FaultExclusion(Layer.PARTS, why);
    }

    static FaultExclusion processes(String why) {
        return new FaultExclusion(Layer.PROCESS, why);
    }
}

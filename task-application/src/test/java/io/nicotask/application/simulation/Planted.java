package io.nicotask.application.simulation;

/** Defects of the protocol, each of which the simulator must find. */
enum Planted {
    UPDATE_WITHOUT_GUARD(TaskDefects::withoutGuard),
    PROMOTION_BY_A_STALE_LIST(TaskDefects::byAStaleList),
    GATE_THAT_ALWAYS_PASSES(TaskDefects::withTheGateOpen),
    GATE_THAT_FORGETS_WHO_PASSED(TaskDefects::withAForgetfulGate),
    END_WITHOUT_STOP(TaskDefects::withoutStops),
    DECISION_WITHOUT_AUDIT(TaskDefects::withoutAudit),
    KEY_NOT_REMEMBERED(TaskDefects::withoutKeys),
    MISSING_WITHOUT_TOMBSTONE(EngineDefects::withoutTombstone),
    TERMINATE_WITHOUT_DESCRIBE(EngineDefects::withoutDescribe),
    START_OF_A_USED_ID(EngineDefects::startingAgain),
    START_BEFORE_COMMIT(EngineDefects::startingBeforeTheCommit),
    START_DONE_BEFORE_DELIVERED(EngineDefects::doneBeforeDelivered),
    CLAIM_WITHOUT_FENCE(EngineDefects::withoutFence),
    MISSING_WITHOUT_FUSE(EngineDefects::withoutFuse),
    SIGHTING_IN_ANY_NAMESPACE(EngineDefects::withoutNamespaces),
    RACK_HANDED_ON_AT_ONCE(RackDefects::handedOnAtOnce),
    RACK_HANDED_ON_WITHOUT_DRAIN(RackDefects::withoutDrain),
    LEASE_THAT_NEVER_LAPSES(RackDefects::withEverlastingLeases),
    RACK_WITHOUT_SWEEP(RackDefects::withoutSweep),
    HARDWARE_WITHOUT_LEASE(RackDefects::withoutHeedToTheLease),
    EPOCH_THAT_STANDS_STILL(RackDefects::withoutEpochs),
    FINISH_FIRST_CUT_OFF(RackDefects::withoutFinishingFirst);

    private final Defect defect;

    Planted(Defect defect) {
        this.defect = defect;
    }

    Defect defect() {
        return defect;
    }
}

package io.nicotask.application.simulation;

/** Defects of the protocol, each of which the simulator must find. */
enum PlantedDefect {
    UPDATE_WITHOUT_GUARD(TaskDefects::withoutGuard),
    PROMOTION_BY_A_STALE_LIST(TaskDefects::byAStaleList),
    START_GATE_ALWAYS_OPEN(TaskDefects::withTheGateOpen),
    START_GATE_FORGETS_ITS_RUN(TaskDefects::withAForgetfulGate),
    END_WITHOUT_STOP(TaskDefects::withoutStops),
    DECISION_WITHOUT_AUDIT(TaskDefects::withoutAudit),
    KEY_NOT_REMEMBERED(TaskDefects::withoutKeys),
    MISSING_WITHOUT_TOMBSTONE(EngineDefects::withoutTombstone),
    TERMINATE_WITHOUT_DESCRIBE(EngineDefects::withoutDescribe),
    START_OF_A_USED_ID(EngineDefects::startingAgain),
    START_BEFORE_COMMIT(EngineDefects::startingBeforeTheCommit),
    START_DONE_BEFORE_DELIVERED(EngineDefects::doneBeforeDelivered),
    CLAIM_WITHOUT_CLAIM_NUMBER(EngineDefects::withoutFence),
    MISSING_WITHOUT_LIMIT(EngineDefects::withoutFuse),
    DESCRIPTION_FROM_ANY_NAMESPACE(EngineDefects::withoutNamespaces),
    RACK_REASSIGNED_AT_ONCE(RackDefects::handedOnAtOnce),
    RACK_REASSIGNED_WITHOUT_DRAIN(RackDefects::withoutDrain),
    LEASE_THAT_NEVER_LAPSES(RackDefects::withEverlastingLeases),
    RACK_WITHOUT_RECONCILER(RackDefects::withoutSweep),
    HARDWARE_WITHOUT_LEASE(RackDefects::withoutHeedToTheLease),
    FENCING_TOKEN_NEVER_GROWS(RackDefects::withoutEpochs),
    RUN_TO_COMPLETION_CUT_OFF(RackDefects::withoutFinishingFirst);

    private final Defect defect;

    PlantedDefect(Defect defect) {
        this.defect = defect;
    }

    Defect defect() {
        return defect;
    }
}

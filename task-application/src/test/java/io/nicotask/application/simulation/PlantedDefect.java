package io.nicotask.application.simulation;

/** Defects of the protocol, each of which the simulator must find. */
enum PlantedDefect {
    UPDATE_WITHOUT_GUARD(TaskDefects::withoutGuard),
    PROMOTION_BY_A_STALE_LIST(TaskDefects::withStaleQueue),
    START_GATE_ALWAYS_OPEN(TaskDefects::withOpenGate),
    START_GATE_FORGETS_ITS_RUN(TaskDefects::withForgetfulGate),
    END_WITHOUT_STOP(TaskDefects::withoutStops),
    DECISION_WITHOUT_AUDIT(TaskDefects::withoutAudit),
    KEY_NOT_REMEMBERED(TaskDefects::withoutKeys),
    MISSING_WITHOUT_TOMBSTONE(EngineDefects::withoutTombstone),
    TERMINATE_WITHOUT_DESCRIBE(EngineDefects::withoutDescribe),
    START_OF_A_USED_ID(EngineDefects::reusingWorkflowIds),
    START_BEFORE_COMMIT(EngineDefects::startingBeforeCommit),
    START_DONE_BEFORE_DELIVERED(WorkDefects::completedBeforeDelivery),
    CLAIM_WITHOUT_CLAIM_NUMBER(WorkDefects::withoutClaimNumbers),
    MISSING_WITHOUT_LIMIT(EngineDefects::withoutMissingLimit),
    DESCRIPTION_FROM_ANY_NAMESPACE(EngineDefects::withoutNamespaces),
    RACK_REASSIGNED_AT_ONCE(RackDefects::reassignedAtOnce),
    RACK_REASSIGNED_WITHOUT_DRAIN(RackDefects::withoutDrain),
    LEASE_THAT_NEVER_EXPIRES(RackDefects::withoutLeaseExpiry),
    RACK_WITHOUT_RECONCILER(WorkDefects::withoutRackReconciler),
    HARDWARE_WITHOUT_LEASE(RackDefects::withoutLeaseAge),
    FENCING_TOKEN_NEVER_GROWS(RackDefects::withoutFencingTokens),
    RUN_TO_COMPLETION_CUT_OFF(RackDefects::interruptingEverything),
    OBSERVER_THAT_BEGINS(RackDefects::observingByEnsure),
    STEP_ENDS_WITH_ITS_LEASE(RackDefects::endingStepsWithLeases),
    STEP_ENDS_WITH_ITS_TIME_LIMIT(RackDefects::endingStepsWithTimeLimits),
    QUIESCE_WITHOUT_FENCE(RackDefects::quiescingWithoutFence),
    STEP_RECORDED_AFTER_ITS_COMMAND(RackDefects::recordingStepsTooLate),
    NEIGHBOUR_STARVES(WorkDefects::sharingSlots),
    OBSERVATION_FORGOTTEN(WorkDefects::forgettingObservations),
    STOP_CONFIRMED_IN_TWO_PLACES(RackDefects::confirmingTwice),
    CUT_OFF_WORKER_UNNOTICED(DoubtDefects::ignoringSilence),
    PROCESS_EXPIRY_UNNOTICED(DoubtDefects::ignoringExpiry),
    NEXT_GATE_NOT_EXPECTED(DoubtDefects::expectingNoGate);

    private final Defect defect;

    PlantedDefect(Defect defect) {
        this.defect = defect;
    }

    Defect defect() {
        return defect;
    }
}

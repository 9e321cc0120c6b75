package io.nicotask.application.simulation;

import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.StaleTask;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.SupersededEpoch;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngineUnavailable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The border between the use cases and their ports: every call crosses it, and everything that goes wrong goes wrong
 * here. A call may be refused, be applied and then be reported as failed, be late (others go on meanwhile, and time goes
 * by), be made twice, or be the last one of its process.
 *
 * <p>Inside a transaction nobody else's turn comes: what the others do beside an open transaction could as well have
 * been done before it, as nothing of it is seen before its commit and what it has locked must be waited for. Only time
 * goes by. A call that fails spoils its transaction, as in a database.
 */
final class Border {

    private static final int SHORT_CALL = 900;

    private final Scheduler scheduler;
    private final Faults faults;
    private final Dice dice;
    private final Witness witness;
    private final Trace trace;
    private final boolean shortHardwareCalls;
    private boolean open;
    private boolean spoilt;

    /**
     * A border.
     *
     * @param shortHardwareCalls whether a hardware call takes effect within the margin of its lease
     */
    Border(Scheduler scheduler, Faults faults, Dice dice, Witness witness, Trace trace, boolean shortHardwareCalls) {
        this.scheduler = scheduler;
        this.faults = faults;
        this.dice = dice;
        this.witness = witness;
        this.trace = trace;
        this.shortHardwareCalls = shortHardwareCalls;
    }

    /** The port as it looks from this side. */
    <T> T before(Class<T> port, T real) {
        if (port == Transactions.class) {
            return Twist.on(port, real, this::transaction);
        }
        boolean remote = port == WorkflowEngine.class || port == RackHardware.class;
        return Twist.on(port, real, call -> open && !remote ? inside(call) : outside(call));
    }

    private @Nullable Object transaction(Twist.Call call) {
        if (open) {
            return call.goOn();
        }
        Layer store = Layer.STORE;
        store.beforeCall(this, call);
        Object answer = committed(call);
        trace.line(() -> "commit");
        failIf(Fault.COMMIT_REPLY_LOST, store, 1, call);
        haltIf(Fault.HALTED_AFTER, call);
        mayBePaused(call);
        return answer;
    }

    private @Nullable Object committed(Twist.Call call) {
        Supplier<?> work = call.argument(0);
        Supplier<?> watched = () -> {
            Object result = work.get();
            if (spoilt) {
                throw Layer.STORE.unavailable("The transaction was spoilt");
            }
            failIf(Fault.COMMIT_REFUSED, Layer.STORE, 1, call);
            haltIf(Fault.HALTED_INSIDE, call);
            return result;
        };
        open = true;
        spoilt = false;
        witness.begun();
        boolean applied = false;
        try {
            Object answer = call.goOn(watched);
            applied = true;
            return answer;
        } finally {
            open = false;
            if (applied) {
                witness.committed();
            } else {
                trace.line(() -> "rollback");
                witness.rolledBack();
            }
        }
    }

    private @Nullable Object inside(Twist.Call call) {
        Layer store = Layer.STORE;
        refuseTheHalted();
        if (spoilt) {
            throw store.unavailable("The transaction is spoilt");
        }
        if (faults.strikes(Fault.STORE_SLOW_INSIDE)) {
            scheduler.passTime(dice.between(100, 6_000));
        }
        haltIf(Fault.HALTED_INSIDE, call);
        if (faults.strikes(Fault.STORE_REFUSES_INSIDE)) {
            spoilt = true;
            throw store.unavailable("Refused " + call.name());
        }
        if (call.is("update") && faults.strikes(Fault.STORE_RACE_LOST, 1, call)) {
            TaskChange change = call.argument(1);
            throw new StaleTask(change.before());
        }
        return applied(call);
    }

    private @Nullable Object outside(Twist.Call call) {
        Layer layer = Layer.of(call);
        if (open) {
            witness.remoteCallInTransaction(call);
        }
        layer.beforeCall(this, call);
        Object answer = applied(call);
        if (faults.strikes(layer.repeated, layer.timesAsLikely)) {
            trace.line(() -> "(once more)");
            answer = applied(call);
        }
        failIf(layer.replyLost, layer, layer.timesAsLikely, call);
        haltIf(Fault.HALTED_AFTER, call);
        mayBePaused(call);
        return answer;
    }

    private @Nullable Object applied(Twist.Call call) {
        try {
            Object answer = call.goOn();
            trace.line(() -> call + " -> " + answer);
            witness.heard(call, answer);
            return answer;
        } catch (StaleTask | SupersededEpoch | WorkflowEngineUnavailable | StoreUnavailable | HardwareSilent declared) {
            trace.line(() -> call + " -> " + declared);
            throw declared;
        } catch (RuntimeException misuse) {
            witness.misused(call, misuse);
            throw misuse;
        }
    }

    private void late(Layer layer, Twist.Call call) {
        if (faults.strikes(layer.slow, layer.timesAsLikely)) {
            trace.line(() -> call.name() + " is late");
            if (layer == Layer.HARDWARE && shortHardwareCalls) {
                scheduler.holdUpAtMost(SHORT_CALL);
            } else {
                scheduler.holdUp(dice.between(0, 8_000));
            }
            refuseTheHalted();
        }
    }

    private void mayBePaused(Twist.Call call) {
        if (faults.strikes(Fault.PAUSED, 1, call)) {
            trace.line(() -> "is paused");
            scheduler.holdUp(dice.between(3_000, 16_000));
        } else if (dice.chance(250)) {
            scheduler.sleep(0);
        }
        refuseTheHalted();
    }

    private void failIf(Fault fault, Layer layer, int timesAsLikely, Twist.Call call) {
        if (faults.strikes(fault, timesAsLikely, call)) {
            trace.line(() -> fault.row());
            throw layer.unavailable(fault.row());
        }
    }

    private void haltIf(Fault fault, Twist.Call call) {
        Fiber fiber = scheduler.current();
        if (fiber != null && faults.strikes(fault, 1, call)) {
            trace.line(() -> fault.row());
            throw fiber.halt();
        }
    }

    private void refuseTheHalted() {
        Fiber fiber = scheduler.current();
        if (fiber != null && fiber.isHalted()) {
            throw new Halted();
        }
    }

    /** What can go wrong with the calls of one kind of port. */
    private enum Layer {
        STORE(Fault.STORE_REFUSES, Fault.STORE_REPLY_LOST, Fault.STORE_SLOW, Fault.STORE_REPEATED, 1),
        ENGINE(Fault.ENGINE_REFUSES, Fault.ENGINE_REPLY_LOST, Fault.ENGINE_SLOW, Fault.ENGINE_REPEATED, 4),
        HARDWARE(Fault.HARDWARE_REFUSES, Fault.HARDWARE_REPLY_LOST, Fault.HARDWARE_SLOW, Fault.HARDWARE_REPEATED, 3);

        private final Fault refuses;
        private final Fault replyLost;
        private final Fault slow;
        private final Fault repeated;

        /** There are fewer calls to the engine and to the hardware. */
        private final int timesAsLikely;

        Layer(Fault refuses, Fault replyLost, Fault slow, Fault repeated, int timesAsLikely) {
            this.refuses = refuses;
            this.replyLost = replyLost;
            this.slow = slow;
            this.repeated = repeated;
            this.timesAsLikely = timesAsLikely;
        }

        static Layer of(Twist.Call call) {
            if (call.port() == WorkflowEngine.class) {
                return ENGINE;
            }
            return call.port() == RackHardware.class ? HARDWARE : STORE;
        }

        void beforeCall(Border border, Twist.Call call) {
            border.refuseTheHalted();
            border.haltIf(Fault.HALTED_BEFORE, call);
            border.witness.asked(call);
            border.late(this, call);
            border.failIf(refuses, this, timesAsLikely, call);
        }

        RuntimeException unavailable(String why) {
            return switch (this) {
                case STORE -> new StoreUnavailable(why, new IllegalStateException("simulated"));
                case ENGINE -> new WorkflowEngineUnavailable(why);
                case HARDWARE -> new HardwareSilent(why);
            };
        }
    }
}

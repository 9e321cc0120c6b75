package io.nicotask.application.report;

import io.nicotask.application.port.RackHardware.Abort;
import io.nicotask.application.port.RackHardware.Effect;
import io.nicotask.application.port.RackHardware.Order;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Interruption;
import io.nicotask.domain.task.OperationRule;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One step done by one attempt: which components are at it, which are done, which went wrong. */
final class StepWork {

    private final OperationRule.Step rule;
    private final Order order;
    private final Instant deadline;
    private final Set<ComponentId> working;
    private final Map<ComponentId, String> broken = new HashMap<>();
    private final Map<ComponentId, String> attention = new HashMap<>();
    private int round = 1;
    private int succeeded;
    private boolean leaving;

    @Nullable
    private String error;

    /**
     * A step that goes on where earlier attempts have left it.
     *
     * @param order what to ask of the hardware in the first round
     * @param startedAt when the first attempt began it
     */
    StepWork(OperationRule.Step rule, Order order, Instant startedAt) {
        this.rule = rule;
        this.order = order;
        this.deadline = startedAt.plus(rule.timeout());
        this.working = new HashSet<>(order.components());
    }

    ComponentType type() {
        return rule.type();
    }

    /** Asks for the work, and how far it is; what went wrong is tried again as often as the rule says. */
    void advance(LeasedHardware hardware, Instant now) {
        if (isToBeTriedAgain()) {
            round++;
            working.addAll(broken.keySet());
            broken.clear();
        }
        ask(hardware);
        if (hasEnded()) {
            error = broken.values().stream().findFirst().orElse(null);
        } else if (now.isAfter(deadline)) {
            error = type().label() + " did not finish within " + rule.timeout().toSeconds() + " s";
            abortIfAllowed(hardware);
            giveUp(error);
        }
    }

    /** Nobody wants the work any more: what may be cut off is, and what may not is finished. Nothing new begins. */
    void leaveOff(LeasedHardware hardware, Instant now) {
        leaving = true;
        if (now.isAfter(deadline)) {
            giveUp("It was given up when its time was over");
        } else if (rule.interruption() == Interruption.FINISH_FIRST) {
            ask(hardware);
        } else {
            abortIfAllowed(hardware);
        }
    }

    /** What nobody waits for any longer may still be at it: somebody must look. */
    void giveUp(String why) {
        working.forEach(component -> attention.put(component, why));
        working.clear();
    }

    /** Whether nothing of this step acts any more, as far as this attempt can tell, or will be asked to. */
    boolean hasEnded() {
        return working.isEmpty() && !isToBeTriedAgain();
    }

    private boolean isToBeTriedAgain() {
        return working.isEmpty() && !broken.isEmpty() && round <= rule.retries() && error == null && !leaving;
    }

    /** What went wrong, or null. */
    @Nullable
    String error() {
        return error;
    }

    int succeeded() {
        return succeeded;
    }

    int failed() {
        return broken.size() + attention.size();
    }

    /** The components that somebody must look at, and why. */
    Map<ComponentId, String> attention() {
        return Map.copyOf(attention);
    }

    private void ask(LeasedHardware hardware) {
        if (working.isEmpty()) {
            return;
        }
        hardware.advance(orderNow()).forEach((component, effect) -> {
            switch (effect) {
                case Effect.Working still -> {}
                case Effect.Done done -> succeeded += working.remove(component) ? 1 : 0;
                case Effect.Broken went -> {
                    working.remove(component);
                    broken.put(component, went.error());
                }
            }
        });
    }

    private void abortIfAllowed(LeasedHardware hardware) {
        if (rule.interruption() == Interruption.FINISH_FIRST || working.isEmpty()) {
            return;
        }
        hardware.abort(orderNow()).forEach((component, answer) -> {
            switch (answer) {
                case Abort.Stopped stopped -> working.remove(component);
                case Abort.CannotStopNow still -> {}
                case Abort.NeedsAttention needs -> {
                    working.remove(component);
                    attention.put(component, needs.why());
                }
            }
        });
    }

    private Order orderNow() {
        return new Order(
                order.task(),
                order.run(),
                order.attempt(),
                order.epoch(),
                order.rack(),
                order.operation(),
                order.stage(),
                order.type(),
                working,
                round);
    }
}

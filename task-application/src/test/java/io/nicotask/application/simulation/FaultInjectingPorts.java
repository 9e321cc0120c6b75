package io.nicotask.application.simulation;

import io.nicotask.application.port.RackHardware.StaleFencingToken;
import io.nicotask.application.port.RackLeases.LeaseExpired;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
import org.jspecify.annotations.Nullable;

/** Wraps the ports of the use cases and injects faults into their calls. */
final class FaultInjectingPorts {

    private final FaultInjector faults;
    private final CallObserver observer;
    private final SimulationTrace trace;

    FaultInjectingPorts(FaultInjector faults, CallObserver observer, SimulationTrace trace) {
        this.faults = faults;
        this.observer = observer;
        this.trace = trace;
    }

    TaskStorage wrap(TaskStorage real) {
        return new FaultInjectingStorage(real, faults, observer, trace);
    }

    /** Wraps a port other than the storage. */
    <T> T wrap(Class<T> port, T real) {
        return PortInterceptor.on(port, real, this::call);
    }

    private @Nullable Object call(PortInterceptor.Call call) {
        if (observer.isDeciding()) {
            observer.reportCallInDecision(call);
            return call.proceed();
        }
        PortLayer layer = PortLayer.of(call.port());
        FaultSite site = call.site();
        faults.send(site);
        observer.beforeCall(call);
        faults.arrive(layer, site);
        Object answer = apply(call);
        if (faults.repeats(layer, site)) {
            trace.line(() -> "(the call is repeated)");
            answer = apply(call);
        }
        faults.reply(layer.replyLost, layer, site);
        return answer;
    }

    private @Nullable Object apply(PortInterceptor.Call call) {
        try {
            Object answer = call.proceed();
            trace.line(() -> call + " -> " + answer);
            observer.afterCall(call, answer);
            return answer;
        } catch (StaleFencingToken
                | LeaseExpired
                | WorkflowEngineUnavailable
                | StoreUnavailable
                | HardwareUnresponsive declared) {
            trace.line(() -> call + " -> " + declared);
            throw declared;
        } catch (RuntimeException misuse) {
            observer.reportMisuse(call.name(), misuse);
            throw misuse;
        }
    }
}

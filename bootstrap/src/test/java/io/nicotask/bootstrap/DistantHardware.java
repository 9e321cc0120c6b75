package io.nicotask.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.SupersededEpoch;
import io.nicotask.bootstrap.ObservedHardware.Kind;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.RackId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** The hardware of another process, over its {@link HardwareLine}. */
final class DistantHardware implements RackHardware {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port;

    DistantHardware(int port) {
        this.port = port;
    }

    @Override
    public Set<ComponentId> components(RackId rack, ComponentType type) {
        return new ObservedHardware(1, Duration.ZERO, false).components(rack, type);
    }

    @Override
    public Map<ComponentId, Effect> advance(Order order) {
        return call(Kind.ADVANCE, order, word -> word.equals("done") ? new Effect.Done() : new Effect.Working());
    }

    @Override
    public Map<ComponentId, Abort> abort(Order order) {
        return call(
                Kind.ABORT, order, word -> word.equals("stopped") ? new Abort.Stopped() : new Abort.CannotStopNow());
    }

    private <T> Map<ComponentId, T> call(Kind kind, Order order, Function<String, T> meaning) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                PrintWriter out = new PrintWriter(
                        new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8), true)) {
            out.println(JSON.writeValueAsString(Map.of("kind", kind.name(), "order", order)));
            in.readLine();
            out.println("go on");
            JsonNode answer = JSON.readTree(in.readLine());
            if (answer.has("superseded")) {
                throw new SupersededEpoch(answer.get("superseded").asText());
            }
            Map<ComponentId, T> meanings = new HashMap<>();
            answer.properties()
                    .forEach(entry -> meanings.put(
                            new ComponentId(UUID.fromString(entry.getKey())),
                            meaning.apply(entry.getValue().asText())));
            return meanings;
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}

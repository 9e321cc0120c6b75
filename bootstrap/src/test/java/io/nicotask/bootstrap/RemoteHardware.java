package io.nicotask.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackHardware.StaleFencingToken;
import io.nicotask.bootstrap.ObservedHardware.Kind;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
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

/** A client of the hardware in another process, at its {@link RemoteHardwareServer}. */
final class RemoteHardware implements RackHardware {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port;

    RemoteHardware(int port) {
        this.port = port;
    }

    @Override
    public Set<ComponentId> components(RackId rack, ComponentType type) {
        return new ObservedHardware(1, Duration.ZERO).components(rack, type);
    }

    @Override
    public Map<ComponentId, ComponentStatus> ensure(HardwareCommand command) {
        return call(Kind.ENSURE, command);
    }

    @Override
    public Map<ComponentId, ComponentStatus> quiesce(HardwareCommand command) {
        return call(Kind.QUIESCE, command);
    }

    private static ComponentStatus statusOf(String word) {
        return switch (word) {
            case "NeverBegun" -> new ComponentStatus.NeverBegun();
            case "Ended" -> new ComponentStatus.Ended(null);
            case "Stopped" -> new ComponentStatus.Stopped();
            default -> new ComponentStatus.Acting(null);
        };
    }

    private Map<ComponentId, ComponentStatus> call(Kind kind, HardwareCommand command) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                PrintWriter out = new PrintWriter(
                        new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8), true)) {
            out.println(JSON.writeValueAsString(Map.of("kind", kind.name(), "order", command)));
            in.readLine();
            out.println("go on");
            JsonNode answer = JSON.readTree(in.readLine());
            if (answer.has("superseded")) {
                throw new StaleFencingToken(answer.get("superseded").asText());
            }
            Map<ComponentId, ComponentStatus> statuses = new HashMap<>();
            answer.properties()
                    .forEach(entry -> statuses.put(
                            new ComponentId(UUID.fromString(entry.getKey())),
                            statusOf(entry.getValue().asText())));
            return statuses;
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}

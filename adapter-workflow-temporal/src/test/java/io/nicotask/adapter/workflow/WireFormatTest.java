package io.nicotask.adapter.workflow;

import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.nicotask.adapter.workflow.TemporalEngine.ExternalWorkflow;
import io.nicotask.adapter.workflow.WorkflowInputs.ExternalWorkflowInput;
import io.nicotask.adapter.workflow.WorkflowInputs.RackOperationInput;
import io.nicotask.adapter.workflow.WorkflowInputs.StageResult;
import io.nicotask.adapter.workflow.WorkflowProtocol.ExternalWorkflowActivities;
import io.nicotask.adapter.workflow.WorkflowProtocol.RackOperation;
import io.nicotask.adapter.workflow.WorkflowProtocol.RackOperationActivities;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.golden.GoldenFile;
import io.temporal.activity.ActivityMethod;
import io.temporal.api.common.v1.Header;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.metadata.POJOActivityInterfaceMetadata;
import io.temporal.common.metadata.POJOActivityMethodMetadata;
import io.temporal.common.metadata.POJOWorkflowInterfaceMetadata;
import io.temporal.workflow.WorkflowMethod;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pins what Temporal stores of this service to what earlier versions wrote. */
final class WireFormatTest {

    private static final DataConverter CONVERTER = DefaultDataConverter.STANDARD_INSTANCE;

    private static final Task TASK = aPendingTask().of(trays()).build();
    private static final Task WHOLE_RACK = aPendingTask().build();

    private static ComponentSelection trays() {
        return new ComponentSelection(Map.of(
                ComponentType.COMPUTE,
                Set.of(
                        ScriptedHardware.component(ComponentType.COMPUTE, 1),
                        ScriptedHardware.component(ComponentType.COMPUTE, 2)),
                ComponentType.NV_SWITCH,
                Set.of(ScriptedHardware.component(ComponentType.NV_SWITCH, 1))));
    }

    static Stream<Arguments> payloads() {
        return Stream.of(
                Arguments.of("rack-workflow-input", RackOperationInput.of(TASK)),
                Arguments.of("external-workflow-input", ExternalWorkflowInput.of(TASK)),
                Arguments.of("external-workflow-input-whole-rack", ExternalWorkflowInput.of(WHOLE_RACK)),
                Arguments.of("perform-result", new StageResult(null)),
                Arguments.of("perform-result-error", new StageResult("one tray gave no answer")),
                Arguments.of("begin-result", 3),
                Arguments.of("site", "550e8400-e29b-41d4-a716-446655440000"));
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void a_payload_is_written_to_the_same_bytes_and_read_back(String name, Object value) {
        GoldenFile golden = GoldenFile.of("payloads/" + name + ".json");
        Payload written = CONVERTER.toPayload(value).orElseThrow();

        golden.assertRecords(written.getData().toStringUtf8());

        Payload recorded = written.toBuilder()
                .setData(ByteString.copyFromUtf8(golden.read()))
                .build();
        assertThat((Object) CONVERTER.fromPayload(recorded, value.getClass(), value.getClass()))
                .isEqualTo(value);
    }

    @Test
    void the_header_of_a_start_is_written_to_the_same_bytes_and_read_back() throws TextFormat.ParseException {
        TaskHeader header = new TaskHeader("550e8400-e29b-41d4-a716-446655440000", "nico-tasks-milestones");
        GoldenFile golden = GoldenFile.of("payloads/external-workflow-header.txt");

        golden.assertRecords(text(header.toHeader()));

        Header recorded = TextFormat.parse(golden.read(), Header.class);
        assertThat(TaskHeader.readFrom(recorded.getFieldsMap())).contains(header);
    }

    @Test
    void the_requests_to_the_server_are_unchanged() {
        Operation external = Operation.INGEST;
        TemporalRequests requests = new TemporalRequests(
                new SiteEndpoint(TemporalEngine.at("temporal:7233").namespace("racks"), "nico-tasks"),
                CONVERTER,
                Map.of(external, new ExternalWorkflow("RackIngestion", "ingestion", Duration.ofSeconds(30))),
                () -> new UUID(5, 5));
        Task externalTask = aPendingTask().doing(external).build();

        String written = Stream.of(
                        requests.start(TASK),
                        requests.start(externalTask),
                        Tombstone.start(requests, TASK.id()),
                        requests.terminate(TASK.id(), "cancelled"),
                        requests.describe(TASK.id()))
                .map(request -> request.getClass().getSimpleName() + "\n" + text(request))
                .collect(Collectors.joining("\n"));

        GoldenFile.of("payloads/requests.txt").assertRecords(written);
    }

    @Test
    void the_names_of_workflows_and_activities_are_unchanged() {
        Stream<String> workflows =
                POJOWorkflowInterfaceMetadata.newInstance(RackOperation.class).getWorkflowType().stream();
        Stream<String> activities = Stream.of(RackOperationActivities.class, ExternalWorkflowActivities.class)
                .flatMap(type -> POJOActivityInterfaceMetadata.newInstance(type).getMethodsMetadata().stream())
                .map(POJOActivityMethodMetadata::getActivityTypeName)
                .sorted();

        GoldenFile.of("payloads/names.txt")
                .assertRecords(Stream.concat(
                                workflows.map(name -> "workflow " + name), activities.map(name -> "activity " + name))
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    @Test
    void every_name_is_written_out_in_its_annotation() {
        assertThat(Stream.of(RackOperationActivities.class, ExternalWorkflowActivities.class)
                        .flatMap(type -> Stream.of(type.getMethods())))
                .isNotEmpty()
                .allSatisfy(method -> assertThat(
                                annotation(method, ActivityMethod.class).name())
                        .isNotEmpty());
        assertThat(RackOperation.class.getMethods())
                .isNotEmpty()
                .allSatisfy(method -> assertThat(
                                annotation(method, WorkflowMethod.class).name())
                        .isNotEmpty());
    }

    private static <A extends Annotation> A annotation(Method method, Class<A> type) {
        A annotation = method.getAnnotation(type);
        assertThat(annotation).as("the annotation of %s", method).isNotNull();
        return annotation;
    }

    private static String text(Message message) {
        return TextFormat.printer().printToString(message);
    }
}

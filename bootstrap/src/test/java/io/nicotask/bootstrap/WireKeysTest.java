package io.nicotask.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.nicotask.golden.GoldenFile;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The keys of JSON and YAML are written out, independent of Java record components, and do not change. */
final class WireKeysTest {

    private static final List<Class<?>> RECORDS = new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests()).importPackages("io.nicotask").stream()
                    .filter(type -> type.isRecord() && isWritten(type))
                    .<Class<?>>map(JavaClass::reflect)
                    .toList();

    /** Whether the type is serialized: it, or a type around it, is named so, or it has a key already. */
    private static boolean isWritten(JavaClass type) {
        return type.getName().matches(".*Json(\\$.*)?|.*\\.workflow\\.Messages\\$.*|.*\\.config\\.Settings(\\$.*)?")
                || Arrays.stream(type.reflect().getRecordComponents()).anyMatch(WireKeysTest::hasKey);
    }

    @Test
    void every_component_has_its_key_written_out() {
        assertThat(RECORDS.stream().flatMap(type -> Arrays.stream(type.getRecordComponents())))
                .isNotEmpty()
                .allSatisfy(component -> assertThat(
                                hasKey(component) || accessor(component).isAnnotationPresent(JsonIgnore.class))
                        .as("the key of %s in %s", component.getName(), component.getDeclaringRecord())
                        .isTrue());
    }

    @Test
    void the_keys_are_as_recorded() {
        TreeMap<String, Long> shapes = RECORDS.stream()
                .map(WireKeysTest::keysOf)
                .collect(Collectors.toMap(shape -> shape, shape -> 1L, Long::sum, TreeMap::new));

        GoldenFile.of("wire-keys.txt")
                .assertRecords(shapes.entrySet().stream()
                        .map(shape -> shape.getKey() + (shape.getValue() > 1 ? " x" + shape.getValue() : ""))
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    /** Returns the module and the keys in order; package and name of the record may change. */
    private static String keysOf(Class<?> type) {
        return type.getPackageName().replaceFirst("io\\.nicotask\\.((adapter\\.)?\\w+).*", "$1") + ": "
                + Stream.of(type.getRecordComponents())
                        .filter(WireKeysTest::hasKey)
                        .map(component -> accessor(component)
                                .getAnnotation(JsonProperty.class)
                                .value())
                        .collect(Collectors.joining(", "));
    }

    private static boolean hasKey(RecordComponent component) {
        JsonProperty key = accessor(component).getAnnotation(JsonProperty.class);
        return key != null && !key.value().isEmpty();
    }

    /** Returns the accessor, because the annotations cannot target record components. */
    private static AnnotatedElement accessor(RecordComponent component) {
        return component.getAccessor();
    }
}

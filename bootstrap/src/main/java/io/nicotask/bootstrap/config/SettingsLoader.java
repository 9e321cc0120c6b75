package io.nicotask.bootstrap.config;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Merges the settings. Precedence: flags, environment, file, defaults. */
public final class SettingsLoader {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .setDefaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .registerModule(new SimpleModule().addDeserializer(Duration.class, new DurationDeserializer()));

    private final Map<String, String> environment;

    public SettingsLoader(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Loads and validates the settings of a server.
     *
     * @param file the configuration file, or null when there is none
     * @param flags the values given on the command line
     * @throws InvalidSettings when a setting is unknown or its value is invalid
     */
    public Settings load(@Nullable Path file, Map<Setting, String> flags) {
        ObjectNode tree = YAML.createObjectNode();
        for (Setting setting : Setting.values()) {
            put(tree, setting, setting.defaultValue());
        }
        if (file != null) {
            merge(tree, read(file));
        }
        environmentValues().forEach((setting, value) -> put(tree, setting, value));
        flags.forEach((setting, value) -> put(tree, setting, value));
        Settings settings = bind(tree);
        SettingsValidator.validate(settings);
        return settings;
    }

    private Map<Setting, String> environmentValues() {
        Map<String, Setting> settingsByVariable =
                List.of(Setting.values()).stream().collect(Collectors.toMap(Setting::variable, setting -> setting));
        environment.keySet().stream()
                .filter(name -> Setting.isSettingVariable(name) && !settingsByVariable.containsKey(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidSettings("The environment variable " + name + " is not a setting.");
                });
        return settingsByVariable.entrySet().stream()
                .filter(entry -> environment.containsKey(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getValue, entry -> environment.get(entry.getKey())));
    }

    private static JsonNode read(Path file) {
        try {
            JsonNode read = YAML.readTree(Files.readString(file));
            if (read.isMissingNode() || read.isNull()) {
                return YAML.createObjectNode();
            }
            if (!read.isObject()) {
                throw new InvalidSettings("The configuration file " + file + " is not a set of settings.");
            }
            return read;
        } catch (JsonProcessingException notYaml) {
            throw new InvalidSettings("The configuration file " + file + " is not valid YAML: "
                    + notYaml.getOriginalMessage().lines().findFirst().orElse("unreadable") + ".");
        } catch (IOException unreadable) {
            throw new InvalidSettings("The configuration file " + file + " cannot be read.");
        }
    }

    private static void merge(ObjectNode tree, JsonNode overrides) {
        overrides.properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                return;
            }
            if (tree.get(entry.getKey()) instanceof ObjectNode child) {
                merge(child, asGroup(entry));
            } else {
                tree.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private static JsonNode asGroup(Map.Entry<String, JsonNode> entry) {
        if (!entry.getValue().isObject()) {
            throw new InvalidSettings("The setting " + entry.getKey() + " is a group of settings, not a value.");
        }
        return entry.getValue();
    }

    private static void put(ObjectNode tree, Setting setting, @Nullable String value) {
        List<String> segments = setting.pathSegments();
        ObjectNode node = tree;
        for (String step : segments.subList(0, segments.size() - 1)) {
            node = node.get(step) instanceof ObjectNode child ? child : node.putObject(step);
        }
        node.put(segments.getLast(), value);
    }

    private static Settings bind(ObjectNode tree) {
        try {
            return YAML.treeToValue(tree, Settings.class);
        } catch (UnrecognizedPropertyException unknown) {
            throw new InvalidSettings("The setting " + pathOf(unknown) + " is not known.");
        } catch (JsonMappingException invalid) {
            throw new InvalidSettings("The setting " + pathOf(invalid) + " has a value that makes no sense.");
        } catch (JsonProcessingException invalid) {
            throw new InvalidSettings("The settings make no sense: " + invalid.getOriginalMessage());
        }
    }

    private static String pathOf(JsonMappingException fault) {
        return fault.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    /** Deserializes a {@link Duration} with {@link DurationParser}. */
    private static final class DurationDeserializer extends StdScalarDeserializer<Duration> {

        private static final long serialVersionUID = 1;

        DurationDeserializer() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getValueAsString("");
            try {
                return DurationParser.parse(text);
            } catch (IllegalArgumentException invalid) {
                return (Duration) context.handleWeirdStringValue(Duration.class, text, "not a length of time");
            }
        }
    }
}

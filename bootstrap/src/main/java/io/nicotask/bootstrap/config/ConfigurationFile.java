package io.nicotask.bootstrap.config;

import io.nicotask.bootstrap.config.RawValue.Group;
import io.nicotask.bootstrap.config.RawValue.Kind;
import io.nicotask.bootstrap.config.RawValue.Scalar;
import io.nicotask.bootstrap.config.RawValue.Sequence;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads a configuration file in YAML. Keeps each value as it was written: {@code 0123} stays these four characters, and
 * is known to be a number.
 */
final class ConfigurationFile {

    private static final Map<Tag, Kind> KINDS = Map.of(
            Tag.INT, Kind.NUMBER,
            Tag.FLOAT, Kind.NUMBER,
            Tag.BOOL, Kind.BOOLEAN,
            Tag.TIMESTAMP, Kind.DATE,
            Tag.NULL, Kind.EMPTY);

    private final Path file;

    ConfigurationFile(Path file) {
        this.file = file;
    }

    /**
     * Returns the settings of the file.
     *
     * @throws InvalidSettings when the file cannot be read, or is not a group of settings in YAML
     */
    Group read() {
        try {
            Node root = new Yaml().compose(new StringReader(Files.readString(file)));
            if (root == null || Tag.NULL.equals(root.getTag())) {
                return new Group(new LinkedHashMap<>(), file.toString());
            }
            if (convert(root) instanceof Group settings) {
                return settings;
            }
            throw new InvalidSettings("The configuration file " + file + " is not a group of settings.");
        } catch (MarkedYAMLException invalid) {
            throw notYaml(invalid.getProblemMark().getLine(), invalid.getProblem());
        } catch (YAMLException invalid) {
            throw new InvalidSettings("The configuration file " + file + " is not valid YAML.");
        } catch (IOException unreadable) {
            throw new InvalidSettings("The configuration file " + file + " cannot be read.");
        }
    }

    private RawValue convert(Node node) {
        if (node.isTwoStepsConstruction()) {
            throw notYaml(node.getStartMark().getLine(), "a value contains itself");
        }
        if (node instanceof MappingNode mapping) {
            return group(mapping);
        }
        if (node instanceof SequenceNode sequence) {
            return new Sequence(sequence.getValue().stream().map(this::convert).toList(), file.toString());
        }
        String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        return new Scalar(text, KINDS.getOrDefault(node.getTag(), Kind.TEXT), file.toString());
    }

    private Group group(MappingNode mapping) {
        Map<String, RawValue> members = new LinkedHashMap<>();
        for (NodeTuple member : mapping.getValue()) {
            int line = member.getKeyNode().getStartMark().getLine();
            if (!(member.getKeyNode() instanceof ScalarNode key)) {
                throw notYaml(line, "the name of a setting is not a text");
            }
            if (members.put(key.getValue(), convert(member.getValueNode())) != null) {
                throw notYaml(line, "the name " + key.getValue() + " is given twice in one group");
            }
        }
        return new Group(members, file.toString());
    }

    /** @param line the line, counted from 0 */
    private InvalidSettings notYaml(int line, String problem) {
        return new InvalidSettings(
                "The configuration file %s is not valid YAML: line %d: %s.".formatted(file, line + 1, problem));
    }
}

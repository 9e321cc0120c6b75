package io.nicotask.bootstrap.config;

import io.nicotask.bootstrap.config.RawValue.Group;
import io.nicotask.bootstrap.config.RawValue.Kind;
import io.nicotask.bootstrap.config.RawValue.Scalar;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Merges the settings. Precedence: flags, environment, file, defaults. */
public final class SettingsLoader {

    private final Map<String, String> environment;

    public SettingsLoader(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Loads and validates the settings of a server.
     *
     * @param file the configuration file, or null when there is none
     * @param flags the values given on the command line
     * @throws InvalidSettings when a setting is unknown or its value is invalid; the message names the value, unless it
     *     is a secret, what is expected, and the file, environment variable or option that has it
     */
    public Settings load(@Nullable Path file, Map<Setting, String> flags) {
        Group root = file == null
                ? new Group(new LinkedHashMap<>(), "no configuration file")
                : new ConfigurationFile(file).read();
        refuseUnknownVariables();
        for (Setting setting : Setting.values()) {
            String variable = setting.variable();
            if (flags.containsKey(setting)) {
                put(root, setting, text(flags.get(setting), "option " + setting.flag()));
            } else if (environment.containsKey(variable)) {
                put(root, setting, text(environment.get(variable), "environment variable " + variable));
            } else if (setting.defaultValue() != null) {
                putIfEmpty(root, setting, text(setting.defaultValue(), "default"));
            }
        }
        SettingsBinder binder = new SettingsBinder();
        Settings settings = binder.bind(root);
        new SettingsValidator(settings, binder).validate();
        return settings;
    }

    private void refuseUnknownVariables() {
        Set<String> known =
                Arrays.stream(Setting.values()).map(Setting::variable).collect(Collectors.toSet());
        environment.keySet().stream()
                .filter(name -> Setting.isSettingVariable(name) && !known.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidSettings("The environment variable " + name + " is not a setting.");
                });
    }

    private static Scalar text(String value, String source) {
        return new Scalar(value, Kind.TEXT, source);
    }

    private static void put(Group root, Setting setting, Scalar value) {
        groupOf(root, setting).members().put(setting.pathSegments().getLast(), value);
    }

    private static void putIfEmpty(Group root, Setting setting, Scalar value) {
        groupOf(root, setting)
                .members()
                .merge(
                        setting.pathSegments().getLast(),
                        value,
                        (found, byDefault) -> isEmpty(found) ? byDefault : found);
    }

    private static Group groupOf(Group root, Setting setting) {
        List<String> groups =
                setting.pathSegments().subList(0, setting.pathSegments().size() - 1);
        Group group = root;
        for (String name : groups) {
            Group created = new Group(new LinkedHashMap<>(), root.source());
            RawValue member = group.members().merge(name, created, (found, none) -> isEmpty(found) ? none : found);
            if (!(member instanceof Group next)) {
                throw InvalidSettings.of(name, "a group of settings", member);
            }
            group = next;
        }
        return group;
    }

    private static boolean isEmpty(RawValue value) {
        return value instanceof Scalar scalar && scalar.kind() == Kind.EMPTY;
    }
}

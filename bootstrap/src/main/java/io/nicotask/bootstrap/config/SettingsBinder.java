package io.nicotask.bootstrap.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nicotask.bootstrap.config.RawValue.Group;
import io.nicotask.bootstrap.config.RawValue.Kind;
import io.nicotask.bootstrap.config.RawValue.Scalar;
import io.nicotask.bootstrap.config.RawValue.Sequence;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Binds raw values to the records of {@link Settings}, and remembers them by their paths. A key is the {@link
 * JsonProperty} of a record component; a component without a key gets the source of its group.
 */
final class SettingsBinder {

    private final Map<String, RawValue> bound = new HashMap<>();

    /**
     * Returns the settings.
     *
     * @throws InvalidSettings when a setting is unknown, or a value does not have the form of its type
     */
    Settings bind(Group root) {
        return (Settings) record(root, Settings.class, "");
    }

    /** Returns the value that was bound at a path, or null when there was none. */
    @Nullable
    RawValue at(String path) {
        return bound.get(path);
    }

    private @Nullable Object bind(RawValue raw, Type type, String path) {
        bound.put(path, raw);
        if (raw instanceof Scalar scalar && scalar.kind() == Kind.EMPTY) {
            return null;
        }
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType().equals(List.class)
                    ? list(raw, arguments[0], path)
                    : map(raw, arguments[1], path);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return record(raw, plain, path);
        }
        return scalar(raw, ScalarForm.of(plain), path);
    }

    private static Object scalar(RawValue raw, ScalarForm form, String path) {
        if (raw instanceof Scalar scalar) {
            Optional<? extends Object> value = form.parse().apply(scalar);
            if (value.isPresent()) {
                return value.get();
            }
        }
        throw InvalidSettings.of(path, form.expected(), raw);
    }

    private List<Object> list(RawValue raw, Type type, String path) {
        if (!(raw instanceof Sequence sequence)) {
            throw InvalidSettings.of(path, "a list", raw);
        }
        List<Object> elements = new ArrayList<>();
        for (RawValue element : sequence.elements()) {
            elements.add(present(element, type, path + "[" + elements.size() + "]"));
        }
        return elements;
    }

    private Map<String, Object> map(RawValue raw, Type type, String path) {
        Map<String, Object> members = new HashMap<>();
        groupAt(path, raw)
                .members()
                .forEach((name, member) -> members.put(name, present(member, type, path + "." + name)));
        return members;
    }

    private Object present(RawValue raw, Type type, String path) {
        Object value = bind(raw, type, path);
        if (value == null) {
            throw InvalidSettings.of(path, "left out or have a value", raw);
        }
        return value;
    }

    private Object record(RawValue raw, Class<?> type, String path) {
        Group group = groupAt(path, raw);
        String prefix = path.isEmpty() ? "" : path + ".";
        Map<String, RawValue> unknown = new HashMap<>(group.members());
        List<@Nullable Object> values = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            JsonProperty key = component.getAccessor().getAnnotation(JsonProperty.class);
            RawValue member = key == null ? null : unknown.remove(key.value());
            if (key == null) {
                values.add(group.source());
            } else {
                values.add(member == null ? null : bind(member, component.getGenericType(), prefix + key.value()));
            }
        }
        unknown.keySet().stream().sorted().findFirst().ifPresent(name -> {
            throw InvalidSettings.in(group.source(), "The setting " + prefix + name + " is not known");
        });
        return create(type, values);
    }

    private static Object create(Class<?> type, List<@Nullable Object> values) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(values.toArray());
        } catch (ReflectiveOperationException bug) {
            throw new LinkageError("The settings " + type + " cannot be created", bug);
        }
    }

    private static Group groupAt(String path, RawValue raw) {
        if (raw instanceof Group group) {
            return group;
        }
        throw InvalidSettings.of(path, "a group of settings", raw);
    }
}

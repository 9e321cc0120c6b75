package io.nicotask.rename;

import io.nicotask.rename.ClassIndex.Method;
import io.nicotask.rename.RenameMap.Member;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.Remapper;

/**
 * Returns the new name of everything that the map renames. The methods of lambdas, which the compiler names after the
 * enclosing method and numbers by that name, are named by their order in the class, before and after.
 */
final class MapRemapper extends Remapper {

    /** The prefix of the compiler's names for lambda methods. */
    static final String LAMBDA = "lambda$";

    private static final String SWITCH_MAP = "$SwitchMap$";
    private static final String CAPTURED = "val$";

    private final RenameMap map;
    private final ClassIndex index;
    private final Map<Method, String> methods = new HashMap<>();
    private final Map<String, String> fields = new HashMap<>();
    private final Map<String, String> switchMaps;

    MapRemapper(RenameMap map, ClassIndex index) {
        super(Opcodes.ASM9);
        this.map = map;
        this.index = index;
        Map<String, String> owners = index.names().stream()
                .collect(Collectors.toMap(RenameMap::sourceForm, Function.identity(), (one, other) -> one));
        map.members("method", "component").forEach(member -> addMethod(owners.get(member.type()), member));
        map.members("field", "constant")
                .forEach(member -> fields.put(owners.get(member.type()) + "#" + member.name(), member.newName()));
        switchMaps = index.names().stream()
                .collect(Collectors.toMap(
                        MapRemapper::switchMap, name -> switchMap(map.internalName(name)), (a, b) -> a));
    }

    private static String switchMap(String internalName) {
        return SWITCH_MAP + internalName.replace('/', '$');
    }

    private void addMethod(@Nullable String owner, Member member) {
        index.methods(owner)
                .filter(method -> method.name().equals(member.name()) && member.takes(method.descriptor()))
                .forEach(method -> methods.putIfAbsent(index.family(method), member.newName()));
    }

    @Override
    public String map(String internalName) {
        return map.internalName(internalName);
    }

    @Override
    public String mapMethodName(String owner, String name, String descriptor) {
        if (name.startsWith(LAMBDA)) {
            return LAMBDA + index.lambdaNumber(new Method(owner, name, descriptor));
        }
        return index.called(owner, name, descriptor).map(methods::get).orElse(name);
    }

    @Override
    public String mapFieldName(String owner, String name, String descriptor) {
        if (name.startsWith(SWITCH_MAP)) {
            return switchMaps.getOrDefault(name, name);
        }
        if (name.startsWith(CAPTURED)) {
            return captured(owner, name);
        }
        return index.withAncestors(owner).stream()
                .filter(ancestor -> index.hasField(ancestor, name))
                .findFirst()
                .map(declaring -> declaredField(declaring, name))
                .orElse(name);
    }

    private String captured(String owner, String name) {
        String variable = name.substring(CAPTURED.length());
        return map.members("variable").stream()
                .filter(member -> member.isWithin(owner) && member.name().equals(variable))
                .findFirst()
                .map(member -> CAPTURED + member.newName())
                .orElse(name);
    }

    private String declaredField(String owner, String name) {
        return index.accessor(owner, name)
                .map(accessor -> mapMethodName(owner, name, accessor.descriptor()))
                .orElse(fields.getOrDefault(owner + "#" + name, name));
    }

    @Override
    public String mapRecordComponentName(String owner, String name, String descriptor) {
        return mapFieldName(owner, name, descriptor);
    }

    @Override
    public String mapAnnotationAttributeName(String descriptor, String name) {
        String annotation = Type.getType(descriptor).getInternalName();
        return index.methods(annotation)
                .filter(method -> method.name().equals(name))
                .findFirst()
                .map(method -> mapMethodName(annotation, name, method.descriptor()))
                .orElse(name);
    }

    /** The names of a record's components, as the bootstrap method of its {@code toString} takes them. */
    String mapComponents(String owner, String names) {
        Function<String, String> renamed = name -> mapFieldName(owner, name, "");
        return Stream.of(names.split(";", -1)).map(renamed).collect(Collectors.joining(";"));
    }

    /** A pattern switch names an enum's constant by a description whose parts are strings. */
    @Override
    public Object mapValue(Object value) {
        return super.mapValue(value instanceof ConstantDynamic constant ? renamed(constant) : value);
    }

    private ConstantDynamic renamed(ConstantDynamic constant) {
        Object[] arguments = arguments(constant);
        if (isFactory(arguments, "java/lang/constant/ClassDesc")) {
            arguments[1] = map(internalName(constant)).replace('/', '.');
        } else if (isFactory(arguments, "java/lang/Enum$EnumDesc")) {
            arguments[2] = mapFieldName(internalName((ConstantDynamic) arguments[1]), (String) arguments[2], "");
        }
        return new ConstantDynamic(
                constant.getName(), constant.getDescriptor(), constant.getBootstrapMethod(), arguments);
    }

    private static Object[] arguments(ConstantDynamic constant) {
        return IntStream.range(0, constant.getBootstrapMethodArgumentCount())
                .mapToObj(constant::getBootstrapMethodArgument)
                .toArray();
    }

    private static boolean isFactory(Object[] arguments, String owner) {
        return arguments.length > 1
                && arguments[0] instanceof Handle factory
                && factory.getOwner().equals(owner);
    }

    private static String internalName(ConstantDynamic classDescription) {
        return ((String) classDescription.getBootstrapMethodArgument(1)).replace('.', '/');
    }
}

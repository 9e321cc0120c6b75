package io.nicotask.rename;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.RecordComponentVisitor;

/** What the classes before the rename declare and extend; it does not know the classes of libraries. */
final class ClassIndex {

    private final Map<String, Declared> classes = new LinkedHashMap<>();
    private final Map<Method, Method> families = new HashMap<>();

    /** A method; {@code owner} is an internal name. */
    record Method(String owner, String name, String descriptor) {}

    private static final class Declared {
        final Set<String> parents = new LinkedHashSet<>();
        final Map<Method, Integer> methods = new LinkedHashMap<>();
        final Map<Method, Method> bridges = new LinkedHashMap<>();
        final Set<String> fields = new LinkedHashSet<>();
        final Map<String, String> components = new LinkedHashMap<>();
    }

    static ClassIndex of(Iterable<byte[]> classFiles) {
        ClassIndex index = new ClassIndex();
        for (byte[] classFile : classFiles) {
            new ClassReader(classFile).accept(index.new Reader(), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        }
        index.classes.keySet().forEach(index::joinFamilies);
        return index;
    }

    Set<String> names() {
        return classes.keySet();
    }

    /** Empty for a class that is not in the index. */
    Stream<Method> methods(@Nullable String owner) {
        return classes.containsKey(owner) ? classes.get(owner).methods.keySet().stream() : Stream.empty();
    }

    /** The position of a lambda's method among those of its class. */
    long lambdaNumber(Method lambda) {
        return methods(lambda.owner())
                .filter(method -> method.name().startsWith(MapRemapper.LAMBDA))
                .takeWhile(method -> !method.equals(lambda))
                .count();
    }

    boolean hasField(String owner, String name) {
        return classes.containsKey(owner) && classes.get(owner).fields.contains(name);
    }

    /** The accessor of a record's component; empty for any other field. */
    Optional<Method> accessor(String owner, String field) {
        return Optional.ofNullable(classes.get(owner))
                .map(declared -> declared.components.get(field))
                .map(descriptor -> new Method(owner, field, "()" + descriptor));
    }

    /** The class, its superclasses and all their interfaces, nearest first. */
    Set<String> withAncestors(String name) {
        Set<String> found = new LinkedHashSet<>(List.of(name));
        if (classes.containsKey(name)) {
            classes.get(name).parents.forEach(parent -> found.addAll(withAncestors(parent)));
        }
        return found;
    }

    /** One method that stands for all that override each other; the same for all of them. */
    Method family(Method method) {
        Method parent = families.getOrDefault(method, method);
        return parent.equals(method) ? method : family(parent);
    }

    /** The family of the method that a call refers to, whose owner may only inherit it. */
    Optional<Method> called(String owner, String name, String descriptor) {
        return withAncestors(owner).stream()
                .map(ancestor -> new Method(ancestor, name, descriptor))
                .filter(this::isDeclared)
                .findFirst()
                .map(this::family);
    }

    private boolean isDeclared(Method method) {
        return classes.containsKey(method.owner())
                && classes.get(method.owner()).methods.containsKey(method);
    }

    private void joinFamilies(String name) {
        Map<String, Method> first = new HashMap<>();
        for (String ancestor : withAncestors(name)) {
            methods(ancestor).filter(this::canOverride).forEach(method -> {
                Method other = first.putIfAbsent(method.name() + method.descriptor(), method);
                if (other != null) {
                    join(method, other);
                }
            });
        }
        classes.get(name)
                .bridges
                .forEach((bridge, target) -> called(target.owner(), target.name(), target.descriptor())
                        .ifPresent(found -> join(bridge, found)));
    }

    private boolean canOverride(Method method) {
        int access = classes.get(method.owner()).methods.get(method);
        return (access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) == 0
                && !method.name().startsWith("<");
    }

    private void join(Method one, Method other) {
        if (!family(one).equals(family(other))) {
            families.put(family(one), family(other));
        }
    }

    private final class Reader extends ClassVisitor {

        private final Declared declared = new Declared();
        private String name = "";

        Reader() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(
                int version,
                int access,
                String className,
                @Nullable String signature,
                @Nullable String superName,
                String[] interfaces) {
            name = className;
            classes.put(className, declared);
            if (superName != null) {
                declared.parents.add(superName);
            }
            declared.parents.addAll(List.of(interfaces));
        }

        @Override
        public @Nullable FieldVisitor visitField(
                int access, String field, String descriptor, @Nullable String signature, @Nullable Object value) {
            declared.fields.add(field);
            return null;
        }

        @Override
        public @Nullable RecordComponentVisitor visitRecordComponent(
                String component, String descriptor, @Nullable String signature) {
            declared.components.put(component, descriptor);
            return null;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String method,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            Method found = new Method(name, method, descriptor);
            declared.methods.put(found, access);
            return (access & Opcodes.ACC_BRIDGE) == 0 ? null : new BridgeReader(declared, found);
        }
    }

    private static final class BridgeReader extends MethodVisitor {

        private final Declared declared;
        private final Method bridge;

        BridgeReader(Declared declared, Method bridge) {
            super(Opcodes.ASM9);
            this.declared = declared;
            this.bridge = bridge;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (name.equals(bridge.name())) {
                declared.bridges.put(bridge, new Method(owner, name, descriptor));
            }
        }
    }
}

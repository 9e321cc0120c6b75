package io.nicotask.rename;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.RecordComponentVisitor;
import org.objectweb.asm.Type;

/**
 * Removes from a class what is compared separately: string constants and access flags. It must run before the
 * remapping, since it reads the old names.
 */
final class NormalizingVisitor extends ClassVisitor {

    private static final int VISIBILITY = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED | Opcodes.ACC_PRIVATE;

    private final MapRemapper remapper;
    private final List<String> strings = new ArrayList<>();
    private final Map<String, Integer> visibilities = new LinkedHashMap<>();
    private String owner = "";

    NormalizingVisitor(ClassVisitor next, MapRemapper remapper) {
        super(Opcodes.ASM9, next);
        this.remapper = remapper;
    }

    /** In the order of the class file, with those names replaced that the compiler itself wrote into strings. */
    List<String> strings() {
        return List.copyOf(strings);
    }

    /** By the new name of the class or member. */
    Map<String, Integer> visibilities() {
        return Map.copyOf(visibilities);
    }

    private int withoutVisibility(String member, int access) {
        visibilities.put(member, access & VISIBILITY);
        return access & ~VISIBILITY;
    }

    private String taken(String constant) {
        strings.add(constant);
        return "";
    }

    private @Nullable Object taken(@Nullable Object constant) {
        return constant instanceof String text ? taken(text) : constant;
    }

    @Override
    public void visit(
            int version,
            int access,
            String name,
            @Nullable String signature,
            @Nullable String superName,
            String @Nullable [] interfaces) {
        owner = name;
        super.visit(version, withoutVisibility("class", access), name, signature, superName, interfaces);
    }

    @Override
    public void visitInnerClass(String name, @Nullable String outerName, @Nullable String innerName, int access) {
        int rest = name.equals(owner) ? withoutVisibility("nested class", access) : access & ~VISIBILITY;
        super.visitInnerClass(name, outerName, innerName, rest);
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        return new Annotation(super.visitAnnotation(descriptor, visible));
    }

    @Override
    public RecordComponentVisitor visitRecordComponent(String name, String descriptor, @Nullable String signature) {
        return new RecordComponentVisitor(Opcodes.ASM9, super.visitRecordComponent(name, descriptor, signature)) {
            @Override
            public AnnotationVisitor visitAnnotation(String type, boolean visible) {
                return new Annotation(super.visitAnnotation(type, visible));
            }
        };
    }

    @Override
    public FieldVisitor visitField(
            int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
        int rest = withoutVisibility(remapper.mapFieldName(owner, name, descriptor), access);
        return new FieldVisitor(Opcodes.ASM9, super.visitField(rest, name, descriptor, signature, taken(value))) {
            @Override
            public AnnotationVisitor visitAnnotation(String type, boolean visible) {
                return new Annotation(super.visitAnnotation(type, visible));
            }
        };
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        String renamed = remapper.mapMethodName(owner, name, descriptor) + remapper.mapMethodDesc(descriptor);
        int rest = withoutVisibility(renamed, access);
        return new Code(super.visitMethod(rest, name, descriptor, signature, exceptions), name.equals("<clinit>"));
    }

    private final class Annotation extends AnnotationVisitor {

        Annotation(AnnotationVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visit(@Nullable String name, Object value) {
            super.visit(name, taken(value));
        }

        @Override
        public void visitEnum(@Nullable String name, String descriptor, String value) {
            String type = Type.getType(descriptor).getInternalName();
            super.visitEnum(name, descriptor, remapper.mapFieldName(type, value, descriptor));
        }

        @Override
        public AnnotationVisitor visitAnnotation(@Nullable String name, String descriptor) {
            return new Annotation(super.visitAnnotation(name, descriptor));
        }

        @Override
        public AnnotationVisitor visitArray(String name) {
            return new Annotation(super.visitArray(name));
        }
    }

    private final class Code extends MethodVisitor {

        private final boolean initializer;

        Code(MethodVisitor next, boolean initializer) {
            super(Opcodes.ASM9, next);
            this.initializer = initializer;
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return new Annotation(super.visitAnnotation(descriptor, visible));
        }

        @Override
        public AnnotationVisitor visitParameterAnnotation(int parameter, String descriptor, boolean visible) {
            return new Annotation(super.visitParameterAnnotation(parameter, descriptor, visible));
        }

        @Override
        public AnnotationVisitor visitAnnotationDefault() {
            return new Annotation(super.visitAnnotationDefault());
        }

        /** An enum's initializer passes each constant its name. */
        @Override
        public void visitLdcInsn(Object value) {
            Object renamed =
                    initializer && value instanceof String name ? remapper.mapFieldName(owner, name, "") : value;
            super.visitLdcInsn(taken(renamed));
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            Stream<Object> renamed = Stream.of(arguments).map(argument -> switch (bootstrap.getOwner()) {
                case "java/lang/runtime/ObjectMethods" -> components(argument);
                case "java/lang/runtime/SwitchBootstraps" -> label(descriptor, argument);
                default -> argument;
            });
            Object[] taken = renamed.map(NormalizingVisitor.this::taken).toArray();
            super.visitInvokeDynamicInsn(name, descriptor, bootstrap, taken);
        }

        private Object components(Object argument) {
            return argument instanceof String names ? remapper.mapComponents(owner, names) : argument;
        }

        /** A switch over an enum has its constants' names for labels. */
        private Object label(String descriptor, Object argument) {
            String selector = Type.getArgumentTypes(descriptor)[0].getInternalName();
            return argument instanceof String name ? remapper.mapFieldName(selector, name, "") : argument;
        }
    }
}

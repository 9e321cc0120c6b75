package io.nicotask.rename;

import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.commons.ClassRemapper;

/**
 * A class under its new names, in a normal form: equal bytes mean equal classes, whatever the order of the constant
 * pool. Line numbers and the names of files, variables and parameters are left out.
 *
 * @param content the class without its string constants and without access flags
 * @param strings the string constants in their order
 * @param visibilities the access flag of each member: {@code public}, {@code protected}, {@code private} or none
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by its content, never by equals.
record ComparableClass(byte[] content, List<String> strings, Map<String, Integer> visibilities) {

    static ComparableClass of(byte[] classFile, MapRemapper remapper) {
        ClassWriter writer = new ClassWriter(0);
        NormalizingVisitor visitor = new NormalizingVisitor(new ClassRemapper(writer, remapper), remapper);
        new ClassReader(classFile).accept(visitor, ClassReader.SKIP_DEBUG);
        return new ComparableClass(writer.toByteArray(), visitor.strings(), visitor.visibilities());
    }
}

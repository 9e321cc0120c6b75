package io.nicotask.rename;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;

/**
 * Compares classes from before a rename with those from after it, and finds every difference that the map of names does
 * not explain. Without a map it finds whatever a change of comments or formatting should not have changed.
 *
 * <p>Not compared: line numbers, the names of source files, variables and parameters. Listed, but no difference: what
 * became public. String constants are listed separately; the caller chooses whether they count as differences.
 *
 * <p>Both sides must come from one compiler with the same options, for instance:
 *
 * <pre>
 * mvn test-compile
 * for m in &#42;/target; do mkdir -p /tmp/before/$m; cp -r $m/classes $m/test-classes /tmp/before/$m/; done
 * # rename, then
 * mvn clean test-compile
 * for m in &#42;/target; do mkdir -p /tmp/after/$m; cp -r $m/classes $m/test-classes /tmp/after/$m/; done
 * java -cp task-application/target/test-classes:asm.jar:asm-commons.jar io.nicotask.rename.ClassComparison \
 *   /tmp/before /tmp/after docs/renames.csv --list-strings
 * </pre>
 *
 * Exits with 1 if there is a difference.
 */
public final class ClassComparison {

    private static final int VISIBILITY = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED | Opcodes.ACC_PRIVATE;

    private final List<String> differences = new ArrayList<>();
    private final List<String> strings = new ArrayList<>();
    private final List<String> widened = new ArrayList<>();
    private int equal;

    private ClassComparison() {}

    /**
     * The result.
     *
     * @param equal how many classes differ in nothing but strings and visibility
     * @param differences the differences that the map does not explain
     * @param strings the string constants that differ
     * @param widened what became public
     */
    record Outcome(int equal, List<String> differences, List<String> strings, List<String> widened) {}

    /** Compares two directories by the optional map; {@code --list-strings} lets string constants differ. */
    public static void main(String... arguments) throws IOException {
        List<String> paths = Arrays.stream(arguments)
                .filter(argument -> !argument.startsWith("--"))
                .toList();
        RenameMap map = paths.size() > 2 ? RenameMap.read(Path.of(paths.get(2))) : RenameMap.empty();
        Outcome outcome = compare(Path.of(paths.get(0)), Path.of(paths.get(1)), map);
        print("became public", outcome.widened());
        print("differing string constants", outcome.strings());
        print("differences", outcome.differences());
        System.out.println(outcome.equal() + " classes are equal");
        boolean stringsMayDiffer = List.of(arguments).contains("--list-strings");
        boolean same = outcome.differences().isEmpty()
                && (stringsMayDiffer || outcome.strings().isEmpty());
        System.exit(same ? 0 : 1);
    }

    private static void print(String title, List<String> lines) {
        System.out.println(lines.size() + " " + title);
        lines.forEach(line -> System.out.println("  " + line));
    }

    /**
     * Compares all class files below two directories; the classes of one module must be at the same place below both.
     */
    static Outcome compare(Path before, Path after, RenameMap map) throws IOException {
        Map<String, byte[]> old = classFiles(before);
        Map<String, byte[]> now = classFiles(after);
        ClassComparison comparison = new ClassComparison();
        Map<String, String> renamed = new TreeMap<>();
        old.forEach((place, classFile) -> renamed.put(place, renamed(place, classFile, map)));
        comparison.compareNames(renamed, now.keySet());
        renamed.values().retainAll(now.keySet());
        comparison.compareAll(renamed, old, now, map);
        return new Outcome(comparison.equal, comparison.differences, comparison.strings, comparison.widened);
    }

    private void compareNames(Map<String, String> renamed, Set<String> now) {
        renamed.forEach((from, to) -> {
            if (!now.contains(to)) {
                differences.add(to + " is missing, before: " + from);
            }
        });
        now.stream()
                .filter(place -> !renamed.containsValue(place))
                .forEach(place -> differences.add(place + " is new"));
    }

    /** Packages that become one have one package-info, which is compared with that of each. */
    private void compareAll(
            Map<String, String> renamed, Map<String, byte[]> old, Map<String, byte[]> now, RenameMap map) {
        MapRemapper renaming = new MapRemapper(map, ClassIndex.of(old.values()));
        MapRemapper unchanged = new MapRemapper(RenameMap.empty(), ClassIndex.of(now.values()));
        renamed.forEach((from, to) ->
                compare(to, ComparableClass.of(old.get(from), renaming), ComparableClass.of(now.get(to), unchanged)));
    }

    private static Map<String, byte[]> classFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            Map<String, byte[]> found = new TreeMap<>();
            files.filter(file -> file.toString().endsWith(".class"))
                    .forEach(file -> found.put(directory.relativize(file).toString(), content(file)));
            return found;
        }
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String renamed(String place, byte[] classFile, RenameMap map) {
        String name = new ClassReader(classFile).getClassName();
        String module = place.substring(0, place.length() - name.length() - ".class".length());
        return module + map.internalName(name) + ".class";
    }

    private void compare(String place, ComparableClass before, ComparableClass after) {
        if (!Arrays.equals(before.content(), after.content())) {
            differences.add(place + " " + firstDifference(before, after));
            return;
        }
        equal++;
        IntStream.range(0, before.strings().size())
                .filter(i -> !before.strings().get(i).equals(after.strings().get(i)))
                .forEach(i -> strings.add(place + " \"" + before.strings().get(i) + "\" -> \""
                        + after.strings().get(i) + "\""));
        new TreeMap<>(before.visibilities())
                .forEach((member, access) -> compareVisibility(
                        place + " " + member, access, after.visibilities().get(member)));
    }

    private static String firstDifference(ComparableClass before, ComparableClass after) {
        try {
            return Disassembly.firstDifference(before.content(), after.content());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compareVisibility(String member, int before, int after) {
        if ((after & VISIBILITY) == Opcodes.ACC_PUBLIC && before != after && before != Opcodes.ACC_PRIVATE) {
            widened.add(member);
        } else if (before != after) {
            differences.add(member + " had access flags " + before + ", now " + after);
        }
    }
}

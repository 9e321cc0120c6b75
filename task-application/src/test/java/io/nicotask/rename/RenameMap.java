package io.nicotask.rename;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Type;

/**
 * The names before a rename and after it, as a file lists them: lines of {@code kind,old,new}.
 *
 * <ul>
 *   <li>{@code type}: qualified name to qualified name, nested types with dots;
 *   <li>{@code package}: for the types that have no line of their own;
 *   <li>{@code method}: {@code type#name} or {@code type#name(SimpleType,…)} to the new name, also for the methods that
 *       override it or that it overrides;
 *   <li>{@code component}, {@code field}, {@code constant}: {@code type#name} to the new name;
 *   <li>{@code variable}: {@code type#*#name} to the new name;
 *   <li>{@code param}, {@code local}: {@code type#method(SimpleType,…)#name} to the new name.
 * </ul>
 *
 * Blank lines and lines that begin with {@code #} are skipped. All types are given by their old names.
 */
final class RenameMap {

    private final Map<String, String> types = new HashMap<>();
    private final Map<String, String> packages = new HashMap<>();
    private final List<Member> members = new ArrayList<>();

    /** A member before and after; {@code parameters} as {@code (int,String)}, empty for every overload. */
    record Member(String kind, String type, String name, String parameters, String newName) {

        boolean isWithin(String internalName) {
            return (sourceForm(internalName) + ".").startsWith(type + ".");
        }

        /** A parameter of one capital letter is a type variable, which stands for any type here. */
        boolean takes(String descriptor) {
            if (parameters.isEmpty()) {
                return true;
            }
            String[] wanted = parameters.substring(1, parameters.length() - 1).split(",", -1);
            Type[] found = Type.getArgumentTypes(descriptor);
            if (found.length == 0 || found.length != wanted.length) {
                return found.length == 0 && parameters.equals("()");
            }
            for (int i = 0; i < found.length; i++) {
                if (!wanted[i].matches("[A-Z](\\[])*") && !wanted[i].equals(simpleName(found[i]))) {
                    return false;
                }
            }
            return true;
        }

        private static String simpleName(Type type) {
            return type.getClassName().replaceAll(".*[.$]", "");
        }
    }

    static RenameMap empty() {
        return new RenameMap();
    }

    static RenameMap read(Path file) throws IOException {
        return parse(Files.readAllLines(file));
    }

    /** @throws IllegalArgumentException for a line of another form */
    static RenameMap parse(List<String> lines) {
        RenameMap map = new RenameMap();
        lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.equals("kind,old,new"))
                .forEach(map::add);
        map.members.sort(Comparator.comparing(member -> member.parameters().isEmpty()));
        return map;
    }

    private void add(String line) {
        int first = line.indexOf(',');
        int last = line.lastIndexOf(',');
        if (first == last) {
            throw new IllegalArgumentException("Not kind,old,new: " + line);
        }
        String old = unquoted(line.substring(first + 1, last));
        String renamed = unquoted(line.substring(last + 1));
        String kind = unquoted(line.substring(0, first));
        switch (kind) {
            case "type" -> types.put(old, renamed);
            case "package" -> packages.put(old, renamed);
            case "method", "component", "field", "constant" -> members.add(member(kind, old, renamed));
            case "variable", "param", "local" -> members.add(variable(old, renamed));
            default -> throw new IllegalArgumentException("Unknown kind: " + line);
        }
    }

    private static String unquoted(String field) {
        return field.strip().replaceAll("^\"|\"$", "").strip();
    }

    private static Member member(String kind, String old, String renamed) {
        String[] parts = old.split("#", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("Not type#member: " + old);
        }
        String parameters = parts[1].replaceAll("^[^(]*", "").replaceAll("\\s|<.*?>", "");
        return new Member(kind, parts[0], parts[1].replaceAll("\\(.*", ""), parameters.replace("...", "[]"), renamed);
    }

    /** The enclosing method makes no difference here: a class captures few variables. */
    private static Member variable(String old, String renamed) {
        String[] parts = old.split("#", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("Not type#method#variable: " + old);
        }
        return new Member("variable", parts[0], parts[2], "", renamed);
    }

    /** Those with parameters first: they take precedence over one for every overload. */
    List<Member> members(String... kinds) {
        List<String> wanted = Arrays.asList(kinds);
        return members.stream().filter(member -> wanted.contains(member.kind())).toList();
    }

    /** The new name of a class; nested, local and anonymous classes follow their enclosing type. */
    String internalName(String old) {
        String packageName = old.substring(0, Math.max(old.lastIndexOf('/'), 0)).replace('/', '.');
        String[] names = old.substring(old.lastIndexOf('/') + 1).split("\\$", -1);
        String source = packageName.isEmpty() ? names[0] : packageName + "." + names[0];
        String moved = packages.getOrDefault(packageName, packageName);
        String unlisted = moved.isEmpty() ? names[0] : moved + "." + names[0];
        StringBuilder renamed =
                new StringBuilder(types.getOrDefault(source, unlisted).replace('.', '/'));
        for (int i = 1; i < names.length; i++) {
            source = source + "." + names[i];
            renamed.append('$').append(types.getOrDefault(source, names[i]).replaceAll(".*\\.", ""));
        }
        return renamed.toString();
    }

    /** The name as the map has it, with dots for nested types. */
    static String sourceForm(String internalName) {
        return internalName.replace('/', '.').replace('$', '.');
    }
}

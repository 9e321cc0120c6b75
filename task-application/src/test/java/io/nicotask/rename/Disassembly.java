package io.nicotask.rename;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;

/** A class as {@code javap} prints it, without what depends on the order of the constant pool. */
final class Disassembly {

    private static final ToolProvider JAVAP = ToolProvider.findFirst("javap").orElseThrow();

    private Disassembly() {}

    /** The first difference of two classes, with the member that contains it. */
    static String firstDifference(byte[] before, byte[] after) throws IOException {
        List<String> old = lines(before);
        List<String> now = lines(after);
        String member = "";
        for (int i = 0; i < Math.min(old.size(), now.size()); i++) {
            if (!old.get(i).equals(now.get(i))) {
                return member + "\n    before: " + old.get(i).strip() + "\n    after:  "
                        + now.get(i).strip();
            }
            member = old.get(i).matches("  \\S.*;") ? old.get(i).strip() : member;
        }
        return "at the end: " + old.size() + " lines before, " + now.size() + " after";
    }

    private static List<String> lines(byte[] classFile) throws IOException {
        Path file = Files.createTempFile("compared", ".class");
        try {
            Files.write(file, classFile);
            StringWriter text = new StringWriter();
            JAVAP.run(new PrintWriter(text), new PrintWriter(text), "-p", "-c", "-v", file.toString());
            return text.toString()
                    .lines()
                    .filter(line ->
                            !line.matches("\\s*#\\d+ = .*|Classfile .*|  (Last modified|SHA-256) .*|Warning: .*"))
                    .map(line -> line.replaceAll("#\\d+", "#"))
                    .toList();
        } finally {
            Files.delete(file);
        }
    }
}

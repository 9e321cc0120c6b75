package io.nicotask.rename;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.rename.ClassComparison.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassComparisonTest {

    @TempDir
    private Path directory;

    @Test
    void comments_and_line_breaks_make_no_difference() throws IOException {
        compileBefore("a/Door.java", "package a; class Door { int width() { return 1; } }");
        compileAfter("a/Door.java", "package a;\n/** A door. */\nclass Door {\n\n int width() {\n return 1; } }");

        Outcome outcome = compare();

        assertThat(outcome.differences()).isEmpty();
        assertThat(outcome.equal()).isEqualTo(1);
    }

    @Test
    void a_changed_number_is_found_with_its_method() throws IOException {
        compileBefore("a/Door.java", "package a; class Door { int width() { return 1; } }");
        compileAfter("a/Gate.java", "package a; class Gate { int width() { return 2; } }");

        Outcome outcome = compare("type,a.Door,a.Gate");

        assertThat(outcome.differences())
                .singleElement()
                .asString()
                .contains("a/Gate.class", "int width();", "iconst_1", "iconst_2");
    }

    @Test
    void a_call_of_another_method_is_found() throws IOException {
        String door = "package a; class Door { void open() {} void close() {} void slam() { %s(); } }";
        compileBefore("a/Door.java", door.formatted("close"));
        compileAfter("a/Door.java", door.formatted("open"));

        assertThat(compare().differences())
                .singleElement()
                .asString()
                .contains("void slam();", "close:()V", "open:()V");
    }

    @Test
    void a_renamed_type_renames_its_nested_local_and_anonymous_types_and_lambdas() throws IOException {
        String source = """
                package a;
                class %1$s {
                    static class %2$s {}
                    Runnable r = () -> new %2$s();
                    Object o = new Object() { public String toString() { return "" + r; } };
                    %1$s self() { record Local(%1$s of) {} return new Local(this).of(); }
                }
                """;
        compileBefore("a/Door.java", source.formatted("Door", "Lock"));
        compileAfter("b/Gate.java", source.replace("package a", "package b").formatted("Gate", "Bolt"));

        assertThat(compare("type,a.Door,b.Gate", "type,a.Door.Lock,b.Gate.Bolt").differences())
                .isEmpty();
        assertThat(compare("type,a.Door,b.Gate").differences()).isNotEmpty();
    }

    @Test
    void a_renamed_package_renames_its_types() throws IOException {
        compileBefore("a/Door.java", "package a; class Door {}", "a/Key.java", "package a; class Key { Door of; }");
        compileAfter("b/Door.java", "package b; class Door {}", "b/Bolt.java", "package b; class Bolt { Door of; }");

        assertThat(compare("package,a,b", "type,a.Key,b.Bolt").differences()).isEmpty();
    }

    @Test
    void packages_can_be_merged_into_one_with_one_package_info() throws IOException {
        String info = "@Deprecated package %s;";
        compileBefore("a/package-info.java", info.formatted("a"), "b/package-info.java", info.formatted("b"));
        compileAfter("c/package-info.java", info.formatted("c"));

        assertThat(compare("package,a,c", "package,b,c").differences()).isEmpty();
    }

    @Test
    void a_method_is_renamed_with_all_that_override_it_and_where_it_is_called() throws IOException {
        String source = """
                package a;
                interface Port<T> { void %1$s(T what); }
                class Text implements Port<String> { public void %1$s(String what) { Runnable r = () -> {}; } }
                class Inherited extends Text { void twice(String what) { %1$s(what); super.%1$s(what); } }
                class Use { Port<String> p = new Text()::%1$s; Port<Integer> q = i -> p.%1$s("" + i); }
                class Other { void put(String what) {} }
                """;
        compileBefore("a/Port.java", source.formatted("put"));
        compileAfter("a/Port.java", source.formatted("store"));

        assertThat(compare("method,a.Port#put,store").differences()).isEmpty();
    }

    @Test
    void one_overload_can_be_renamed_alone() throws IOException {
        String source = """
                package a;
                class Door {
                    Runnable open(int width) { return () -> %1$s(""); }
                    Runnable %1$s(String key) { return () -> open(1); }
                }
                """;
        compileBefore("a/Door.java", source.formatted("open"));
        compileAfter("a/Door.java", source.formatted("unlock"));

        assertThat(compare("method,a.Door#open(String),unlock").differences()).isEmpty();
        assertThat(compare("method,a.Door#open,unlock").differences()).isNotEmpty();
    }

    @Test
    void a_component_is_renamed_with_its_field_its_accessor_and_the_interface_that_asks_for_it() throws IOException {
        String source = """
                package a;
                interface Wide { int %1$s(); }
                record Door(int %1$s, String name) implements Wide {
                    Door { if (%1$s < 0) throw new IllegalArgumentException(); }
                    int twice() { return 2 * %1$s; }
                }
                """;
        compileBefore("a/Door.java", source.formatted("width"));
        compileAfter("a/Door.java", source.formatted("breadth"));

        Outcome outcome = compare("component,a.Door#width,breadth");

        assertThat(outcome.differences()).isEmpty();
        assertThat(outcome.strings()).isEmpty();
    }

    @Test
    void a_constant_and_its_type_are_renamed_in_every_kind_of_switch() throws IOException {
        String source = """
                package a;
                sealed interface Part permits %2$s, Door {}
                enum %2$s implements Part { %1$s, SHUT }
                record Door(%2$s state) implements Part {
                    int plain() {
                        return switch (state) { case %1$s -> 1; case SHUT -> 2; };
                    }
                    int guarded() {
                        return switch (state) { case %1$s -> 1; case %2$s s when s == state -> 2; case SHUT -> 3; };
                    }
                    static int any(Part p) {
                        return switch (p) { case %2$s.%1$s -> 1; case %2$s.SHUT -> 2; case Door d -> 3; };
                    }
                }
                """;
        compileBefore("a/Part.java", source.formatted("OPEN", "State"));
        compileAfter("a/Part.java", source.formatted("AJAR", "Position"));

        Outcome outcome = compare("constant,a.State#OPEN,AJAR", "type,a.State,a.Position");

        assertThat(outcome.differences()).isEmpty();
        assertThat(outcome.strings()).isEmpty();
    }

    @Test
    void an_annotation_is_renamed_with_its_elements_and_the_constants_in_it() throws IOException {
        String source = """
                package a;
                @interface %1$s { Level %2$s(); }
                enum Level { %3$s }
                @%1$s(%2$s = Level.%3$s) class Door { @%1$s(%2$s = Level.%3$s) int width; }
                """;
        compileBefore("a/Door.java", source.formatted("Risk", "level", "HIGH"));
        compileAfter("a/Door.java", source.formatted("Danger", "degree", "GRAVE"));

        Outcome outcome = compare("type,a.Risk,a.Danger", "method,a.Risk#level,degree", "constant,a.Level#HIGH,GRAVE");

        assertThat(outcome.differences()).isEmpty();
    }

    @Test
    void a_captured_variable_is_renamed_with_its_field() throws IOException {
        String source = "package a; class Door { Object o(int %1$s) { return new Object() { int w = %1$s; }; } }";
        compileBefore("a/Door.java", source.formatted("width"));
        compileAfter("a/Door.java", source.formatted("breadth"));

        assertThat(compare("variable,a.Door#*#width,breadth").differences()).isEmpty();
    }

    @Test
    void what_became_public_is_listed_and_what_became_hidden_is_a_difference() throws IOException {
        compileBefore("a/Door.java", "package a; class Door { int width; public int height; private int depth; }");
        compileAfter("a/Door.java", "package a; public class Door { public int width; int height; public int depth; }");

        Outcome outcome = compare();

        assertThat(outcome.widened())
                .containsExactlyInAnyOrder("a/Door.class class", "a/Door.class width", "a/Door.class <init>()V");
        assertThat(outcome.differences())
                .hasSize(2)
                .anyMatch(line -> line.contains("height"))
                .anyMatch(line -> line.contains("depth"));
    }

    @Test
    void strings_are_listed_separately() throws IOException {
        String source =
                "package a; class Door { static final String A = \"%1$s\"; String b(int i) { return \"%1$s\" + i; } }";
        compileBefore("a/Door.java", source.formatted("door"));
        compileAfter("a/Door.java", source.formatted("gate"));

        Outcome outcome = compare();

        assertThat(outcome.differences()).isEmpty();
        assertThat(outcome.strings())
                .containsExactly("a/Door.class \"door\" -> \"gate\"", "a/Door.class \"door\u0001\" -> \"gate\u0001\"");
    }

    @Test
    void classes_on_one_side_only_are_differences() throws IOException {
        compileBefore("a/Door.java", "package a; class Door {}");
        compileAfter("a/Gate.java", "package a; class Gate {}");

        assertThat(compare().differences())
                .containsExactly("a/Door.class is missing, before: a/Door.class", "a/Gate.class is new");
    }

    @Test
    void a_line_of_an_unknown_kind_is_refused() {
        assertThatThrownBy(() -> RenameMap.parse(List.of("kind,old,new", "typo,a.Door,a.Gate")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Unknown kind: typo,a.Door,a.Gate");
    }

    private Outcome compare(String... map) throws IOException {
        return ClassComparison.compare(
                directory.resolve("before"), directory.resolve("after"), RenameMap.parse(List.of(map)));
    }

    private void compileBefore(String... pathsAndSources) throws IOException {
        compile(directory.resolve("before"), pathsAndSources);
    }

    private void compileAfter(String... pathsAndSources) throws IOException {
        compile(directory.resolve("after"), pathsAndSources);
    }

    private void compile(Path output, String... pathsAndSources) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-g", "-proc:none", "-d", output.toString()));
        for (int i = 0; i < pathsAndSources.length; i += 2) {
            Path file = directory.resolve("source-" + output.getFileName()).resolve(pathsAndSources[i]);
            Files.createDirectories(file.getParent());
            arguments.add(Files.writeString(file, pathsAndSources[i + 1]).toString());
        }
        StringWriter messages = new StringWriter();
        PrintWriter printer = new PrintWriter(messages);
        int exit =
                ToolProvider.findFirst("javac").orElseThrow().run(printer, printer, arguments.toArray(String[]::new));
        assertThat(exit).as(messages.toString()).isZero();
    }
}

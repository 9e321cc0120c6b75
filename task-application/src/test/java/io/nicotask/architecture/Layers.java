package io.nicotask.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatcher;
import java.util.List;

/**
 * The packages of a hexagon, in ArchUnit's notation.
 *
 * @param root the package above the layers
 * @param adapters the adapters that it may have
 * @param usesLibrary whether it may use this library, so that the rules about the library apply
 */
record Layers(String root, List<Adapter> adapters, boolean usesLibrary) {

    /** This library. */
    static final Layers LIBRARY = new Layers("io.nicotask", List.of(), true);

    /** An adapter and the packages of its technology. */
    record Adapter(String name, List<String> technology) {}

    String everything() {
        return root + "..";
    }

    String domain() {
        return root + ".domain..";
    }

    String application() {
        return root + ".application..";
    }

    String port() {
        return root + ".application.port..";
    }

    String anyAdapter() {
        return root + ".adapter..";
    }

    String adapter(String name) {
        return root + ".adapter." + name + "..";
    }

    String bootstrap() {
        return root + ".bootstrap..";
    }

    List<String> core() {
        return List.of(domain(), application());
    }

    List<String> allButBootstrap() {
        return List.of(domain(), application(), anyAdapter());
    }

    static boolean isIn(String pattern, JavaClass type) {
        return PackageMatcher.of(pattern).matches(type.getPackageName());
    }

    /** Returns these layers and, if it may be used, those of the library. */
    List<Layers> known() {
        return usesLibrary ? List.of(this, LIBRARY) : List.of(this);
    }

    /** Returns the root package of the module that holds a class, or an empty text if the module is not known. */
    String moduleOf(JavaClass type) {
        return known().stream()
                .map(layers -> layers.ownModule(type.getPackageName()))
                .filter(module -> !module.isEmpty())
                .findFirst()
                .orElse("");
    }

    /**
     * Whether other modules must not name a class. Of a module they may name the root package, and in domain and
     * application the packages right below it, except {@code internal}.
     */
    boolean isClosed(JavaClass type) {
        String module = moduleOf(type);
        String below = type.getPackageName().substring(module.length());
        boolean isCore = module.endsWith(".domain") || module.endsWith(".application");
        boolean isOpen = below.isEmpty() || (isCore && below.lastIndexOf('.') == 0 && !below.equals(".internal"));
        return !module.isEmpty() && !isOpen;
    }

    private String ownModule(String name) {
        if (!name.startsWith(root + ".")) {
            return "";
        }
        String[] below = name.substring(root.length() + 1).split("\\.", -1);
        return root + "." + below[0] + (below[0].equals("adapter") && below.length > 1 ? "." + below[1] : "");
    }
}

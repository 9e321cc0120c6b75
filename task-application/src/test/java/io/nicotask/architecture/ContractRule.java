package io.nicotask.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;

/** Every implementation of a port, real or fake, runs the contract test of that port. */
final class ContractRule {

    private final PackageMatcher portPackage;

    private ContractRule(Layers layers) {
        this.portPackage = PackageMatcher.of(layers.port());
    }

    static NamedRule of(Layers layers) {
        ContractRule contract = new ContractRule(layers);
        return NamedRule.onMainAndTests(
                "R20",
                classes()
                        .that(contract.implementAPort())
                        .should(contract.runItsContract())
                        .because("an untested double makes every test that leans on it worthless"));
    }

    private DescribedPredicate<JavaClass> implementAPort() {
        return describe(
                "implement a port",
                type -> isConcrete(type) && ports(type).findAny().isPresent());
    }

    private ArchCondition<JavaClass> runItsContract() {
        return new ArchCondition<>("be named by a test that extends the port's contract") {
            @Override
            public void check(JavaClass implementation, ConditionEvents events) {
                ports(implementation).forEach(port -> {
                    String contract = port.getSimpleName() + "Contract";
                    boolean named = isNamedByATestOf(contract, implementation);
                    String message = implementation.getName() + " is not named by a test that extends " + contract;
                    events.add(new SimpleConditionEvent(implementation, named, message));
                });
            }
        };
    }

    private Stream<JavaClass> ports(JavaClass type) {
        return type.getAllRawInterfaces().stream()
                .filter(port -> portPackage.matches(port.getPackageName()) && !port.isSealed());
    }

    private static boolean isNamedByATestOf(String contract, JavaClass implementation) {
        return implementation.getDirectDependenciesToSelf().stream()
                .map(Dependency::getOriginClass)
                .filter(ContractRule::isConcrete)
                .flatMap(test -> test.getAllRawSuperclasses().stream())
                .anyMatch(ancestor -> ancestor.getSimpleName().equals(contract));
    }

    private static boolean isConcrete(JavaClass type) {
        return !type.isInterface() && !type.getModifiers().contains(JavaModifier.ABSTRACT);
    }
}

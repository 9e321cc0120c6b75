package io.nicotask.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

final class PublicApiTest {

    private static final String PACKAGE = PublicApiTest.class.getPackageName() + ".";

    @Test
    void it_has_a_line_for_all_that_a_host_can_name_and_for_nothing_else() {
        JavaClasses sample = new ClassFileImporter()
                .importClasses(
                        PublicApiSample.class,
                        PublicApiSample.Open.class,
                        PublicApiSample.Closed.class,
                        PublicApiSample.Closed.Inside.class,
                        PublicApiSample.Colour.class,
                        PublicApiSample.Shape.class,
                        PublicApiSample.Square.class);

        assertThat(PublicApi.of(sample, Layers.LIBRARY).replace(PACKAGE, "")).isEqualTo("""
                PublicApiSample: final class
                PublicApiSample$Colour: enum
                PublicApiSample$Colour: field static final PublicApiSample$Colour RED
                PublicApiSample$Open: abstract class<T extends Comparable<? super T>> implements AutoCloseable
                PublicApiSample$Open: field static final int LIMIT
                PublicApiSample$Open: constructor protected (T[])
                PublicApiSample$Open: method protected abstract java.util.Map<String, T?> byName(int[], String?)
                PublicApiSample$Open: method static <R extends Number & Comparable<R>> java.util.Optional<R> \
                first(java.util.List<? extends R>, java.util.function.Function<?, R>) throws java.io.IOException
                PublicApiSample$Open: method void close()
                PublicApiSample$Shape: sealed interface permits PublicApiSample$Square
                PublicApiSample$Shape: method default int corners()
                PublicApiSample$Square: record implements PublicApiSample$Shape
                PublicApiSample$Square: component int side
                PublicApiSample$Square: component String? label
                PublicApiSample$Square: constructor (int)
                PublicApiSample$Square: method int area()
                """);
    }
}

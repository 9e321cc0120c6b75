package io.nicotask.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.nicotask.application.port.StoreUnavailable;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RepeatedFaultFilterTest {

    private final LoggerContext context = new LoggerContext();
    private final RepeatedFaultFilter filter = new RepeatedFaultFilter();
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final Logger http = context.getLogger("http");
    private final Logger loop = context.getLogger("loop");

    @BeforeEach
    void start() {
        filter.setContext(context);
        filter.start();
        context.addTurboFilter(filter);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void a_fault_of_the_database_is_logged_once_and_then_counted_whatever_was_to_be_done() {
        for (int i = 0; i < 29_000; i++) {
            http.error("Task {} failed", i, unavailable("57P01"));
            loop.warn("Item " + i, unavailable("57P01"));
        }
        assertThat(lines()).containsExactly("Task 0 failed with its trace", "Item 0 with its trace");

        filter.summarize();

        assertThat(lines())
                .containsExactlyInAnyOrder(
                        "28999 more times in the last minute: Task 0 failed",
                        "28999 more times in the last minute: Item 0");
    }

    @Test
    void another_fault_is_logged_in_full() {
        http.error("Failed", unavailable("57P01"));
        http.error("Failed", unavailable("53100"));

        assertThat(lines()).containsExactly("Failed with its trace", "Failed with its trace");
    }

    @Test
    void faults_that_are_not_of_the_database_differ_by_their_messages() {
        http.error("Task {} is broken", 1, new IllegalStateException());
        http.error("Task {} is broken", 2, new IllegalStateException());
        http.error("Task {} is broken", 1, new IllegalStateException());

        assertThat(lines()).containsExactly("Task 1 is broken with its trace", "Task 2 is broken with its trace");
    }

    @Test
    void a_fault_that_was_away_for_a_minute_is_new() {
        http.error("Failed", unavailable("57P01"));
        filter.summarize();
        http.error("Failed", unavailable("57P01"));

        assertThat(lines()).containsExactly("Failed with its trace", "Failed with its trace");
    }

    @Test
    void lines_without_a_fault_are_never_left_out() {
        http.warn("Refused with 503");
        http.warn("Refused with 503");
        http.info("Retrying", unavailable("57P01"));
        http.info("Retrying", unavailable("57P01"));

        assertThat(lines()).hasSize(4);
    }

    private static StoreUnavailable unavailable(String state) {
        return new StoreUnavailable("The database gave no answer", new SQLException("away", state));
    }

    /** Returns the lines since the last call. */
    private List<String> lines() {
        List<String> lines = appender.list.stream()
                .map(event ->
                        event.getFormattedMessage() + (event.getThrowableProxy() == null ? "" : " with its trace"))
                .toList();
        appender.list.clear();
        return lines;
    }
}

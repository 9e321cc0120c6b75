package io.nicotask.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nicotask.application.port.CallerAuthenticator;
import io.nicotask.application.port.CallerAuthenticator.Authentication;
import io.nicotask.application.port.CallerAuthenticator.Authentication.Authenticated;
import io.nicotask.application.port.CallerAuthenticator.Authentication.Rejected;
import io.nicotask.application.port.CallerAuthenticator.KeysUnavailable;
import io.nicotask.application.port.CallerAuthenticator.Rejection;
import io.nicotask.domain.access.Caller;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of {@link CallerAuthenticator}. */
public abstract class CallerAuthenticatorContract extends PortContract {

    private static final int CALLERS = 32;

    /** The authenticator under test, with its keys loaded. */
    protected abstract CallerAuthenticator authenticator();

    /** The same, with its calls recorded. */
    final CallerAuthenticator recordedAuthenticator() {
        return calls.recorded(CallerAuthenticator.class, authenticator());
    }

    /** A token that {@link #authenticator()} accepts. */
    protected abstract Good goodToken();

    /** A token that {@link #authenticator()} rejects for exactly this reason. */
    protected abstract String tokenRejectedFor(Rejection why);

    /** An authenticator for the issuer of {@link #goodToken()} that has never loaded a key. */
    protected abstract CallerAuthenticator authenticatorWithoutKeys();

    /**
     * A valid token.
     *
     * @param token the token
     * @param caller the caller that it authenticates
     */
    public record Good(String token, Caller caller) {}

    @Test
    void a_valid_token_authenticates_its_caller() {
        Good good = goodToken();

        Authentication result = recordedAuthenticator().authenticate(good.token());

        assertThat(result).isEqualTo(new Authenticated(good.caller()));
    }

    @ParameterizedTest
    @EnumSource(Rejection.class)
    void a_token_is_rejected_for_the_reason_that_applies(Rejection why) {
        String token = tokenRejectedFor(why);

        Authentication result = recordedAuthenticator().authenticate(token);

        assertThat(result).isEqualTo(new Rejected(why));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", ".", "..", "...", "....", "not a token", "a.b", "a.b.c", "a.b.c.d.e", "\u0000", "é.é.é"
            })
    void text_that_is_not_a_token_is_rejected_as_such(String text) {
        Authentication result = recordedAuthenticator().authenticate(text);

        assertThat(result).isEqualTo(new Rejected(Rejection.NOT_A_TOKEN));
    }

    @Test
    void many_callers_can_be_authenticated_at_once() throws Exception {
        Good good = goodToken();
        CallerAuthenticator authenticator = recordedAuthenticator();

        List<Future<Authentication>> results;
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            results = Stream.generate(() -> callers.submit(() -> authenticator.authenticate(good.token())))
                    .limit(CALLERS)
                    .toList();
        }

        for (Future<Authentication> result : results) {
            assertThat(result.get()).isEqualTo(new Authenticated(good.caller()));
        }
    }

    @Test
    void it_is_ready_once_keys_are_loaded() {
        assertThat(recordedAuthenticator().isReady()).isTrue();
    }

    @Test
    void without_keys_a_token_is_neither_accepted_nor_rejected() {
        CallerAuthenticator authenticator = authenticatorWithoutKeys();

        Throwable thrown =
                catchThrowable(() -> use(authenticator.authenticate(goodToken().token())));

        assertThat(thrown).isInstanceOf(KeysUnavailable.class);
        assertThat(authenticator.isReady()).isFalse();
    }

    @Test
    void exceptions_contain_no_part_of_the_token() {
        String token = goodToken().token();

        Throwable thrown = catchThrowable(() -> use(authenticatorWithoutKeys().authenticate(token)));

        StringWriter everything = new StringWriter();
        thrown.printStackTrace(new PrintWriter(everything));
        assertThat(everything.toString()).doesNotContain(token.split("\\.", -1));
    }

    private static void use(Authentication result) {
        assertThat(result).isNotNull();
    }
}

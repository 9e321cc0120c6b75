package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class DocsPageTest {

    private static HttpFixture fixture;
    private static HttpResponse<String> page;

    @BeforeAll
    static void start() {
        fixture = HttpFixture.running();
        page = fixture.client.send("GET", "/docs", BodyPublishers.noBody());
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void it_is_a_page_that_reads_the_description() {
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
        assertThat(page.body()).startsWith("<!DOCTYPE html>").contains("fetch(\"openapi.json\")");
    }

    @Test
    void it_loads_nothing_from_another_server() {
        assertThat(page.body()).doesNotContain("http:", "https:", "src=", "@import", "url(");
        assertThat(policy())
                .startsWith("default-src 'none'; ")
                .contains("connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http", "*");
    }

    @Test
    void its_policy_allows_only_its_own_style_and_script() throws Exception {
        assertThat(policy())
                .contains("style-src " + hashOf("style") + ";")
                .contains("script-src " + hashOf("script") + ";");
        assertThat(page.body()).doesNotContainPattern("\\son\\w+=\"").doesNotContainPattern("\\sstyle=");
    }

    @Test
    void its_script_never_creates_markup_from_text() {
        assertThat(page.body())
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
    }

    private static String policy() {
        return page.headers().firstValue("Content-Security-Policy").orElseThrow();
    }

    private static String hashOf(String tag) throws Exception {
        Matcher found = Pattern.compile("<" + tag + ">(.*)</" + tag + ">", Pattern.DOTALL)
                .matcher(page.body());
        assertThat(found.find()).isTrue();
        assertThat(found.group(1)).isNotBlank();
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(found.group(1).getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    }
}

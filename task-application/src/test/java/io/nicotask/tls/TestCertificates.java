package io.nicotask.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStore.PasswordProtection;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates, made by the JDK's {@code keytool}. */
public final class TestCertificates {

    private static final String PASSWORD = "changeit";

    private static final PasswordProtection PROTECTION = new PasswordProtection(PASSWORD.toCharArray());

    private final Path store;

    /** @param directory where the key store is kept */
    public TestCertificates(Path directory) {
        this.store = directory.resolve("certificates.p12");
    }

    /** Makes a certificate authority. */
    public Identity authority(String name) {
        return make(name, List.of("-ext", "bc:critical=ca:true"));
    }

    /** Makes a certificate that the authority has signed, with more arguments of {@code keytool}. */
    public Identity issue(String name, Identity authority, String... arguments) {
        List<String> all = new ArrayList<>(List.of("-signer", authority.name()));
        all.addAll(List.of(arguments));
        return make(name, all);
    }

    /** Returns what a server needs that has the identity, and accepts clients of the authority. */
    public SSLContext serverContext(Identity server, Identity authority) {
        try {
            KeyStore all = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            KeyStore own = emptyStore();
            own.setEntry(server.name(), all.getEntry(server.name(), PROTECTION), PROTECTION);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, PASSWORD.toCharArray());
            KeyStore trusted = emptyStore();
            trusted.setCertificateEntry(authority.name(), all.getCertificate(authority.name()));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        return empty;
    }

    private Identity make(String name, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(arguments);
        run(command);
        try {
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            return new Identity(
                    name,
                    pem("CERTIFICATE", keys.getCertificate(name).getEncoded()),
                    pem("PRIVATE KEY", keys.getKey(name, PASSWORD.toCharArray()).getEncoded()));
        } catch (IOException | GeneralSecurityException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private static void run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static String pem(String kind, byte[] encoded) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, lines, kind);
    }

    /** A certificate and its private key, as PEM. */
    public record Identity(String name, String certificate, String key) {}
}

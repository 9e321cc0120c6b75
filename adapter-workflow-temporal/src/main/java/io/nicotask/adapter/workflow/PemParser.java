package io.nicotask.adapter.workflow;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and private keys from PEM. Its errors say what is wrong, and repeat nothing of the text. */
final class PemParser {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final byte[] ANY_TEXT = "any text".getBytes(StandardCharsets.UTF_8);

    private PemParser() {}

    /**
     * Returns the certificates of the text, at least one.
     *
     * @param name what they are, for error messages
     */
    static List<X509Certificate> certificates(String pem, String name) {
        List<X509Certificate> certificates;
        try {
            certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException invalid) {
            certificates = List.of();
        }
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("The " + name + " is no X.509 certificate in PEM (BEGIN CERTIFICATE)");
        }
        return certificates;
    }

    /** Returns the private key of the text, which must belong to the certificate. */
    static PrivateKey privateKey(String pem, X509Certificate certificate) {
        PublicKey publicKey = certificate.getPublicKey();
        Matcher matcher = KEY.matcher(pem);
        if (!matcher.find()) {
            throw new IllegalArgumentException(
                    "The private key is not in PKCS #8 as PEM without encryption (BEGIN PRIVATE KEY)");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
            PrivateKey key =
                    KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            if (isPair(key, publicKey)) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException invalid) {
            // It is damaged, or a key of another algorithm.
        }
        throw new IllegalArgumentException("The private key does not belong to the client certificate");
    }

    private static boolean isPair(PrivateKey key, PublicKey publicKey) throws GeneralSecurityException {
        String algorithm = switch (publicKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> publicKey.getAlgorithm();
        };
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(ANY_TEXT);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(publicKey);
        verifier.update(ANY_TEXT);
        return verifier.verify(signature);
    }
}

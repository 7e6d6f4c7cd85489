package io.rookery.systest.world;

import io.rookery.quickstart.process.PrivateFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority as a company has its own, with one server's certificate for 127.0.0.1, in the files that programs want. */
public final class Authority {
    private static final char[] PASSWORD = "for-the-tests".toCharArray();

    private final Path directory;

    private Authority(Path directory) {
        this.directory = directory;
    }

    /** @param directory for its files; made where it is missing */
    public static Authority in(Path directory) {
        PrivateFiles.directory(directory);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair own = generator.generateKeyPair();
            KeyPair servers = generator.generateKeyPair();
            X500Principal name = new X500Principal("CN=Authority " + UUID.randomUUID());
            X509Certificate authority = signed(
                    certificate(name, name, own)
                            .addExtension(Extension.basicConstraints, true, new BasicConstraints(true)),
                    own);
            GeneralName[] names = {
                new GeneralName(GeneralName.iPAddress, "127.0.0.1"), new GeneralName(GeneralName.dNSName, "localhost")
            };
            X509Certificate server = signed(
                    certificate(name, new X500Principal("CN=localhost"), servers)
                            .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names)),
                    own);
            var made = new Authority(directory);
            PrivateFiles.write(made.certificate(), pem("CERTIFICATE", authority.getEncoded()));
            PrivateFiles.write(made.serverCertificate(), pem("CERTIFICATE", server.getEncoded()));
            PrivateFiles.write(
                    made.serverKey(), pem("PRIVATE KEY", servers.getPrivate().getEncoded()));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", servers.getPrivate(), PASSWORD, new X509Certificate[] {server, authority});
            try (OutputStream out = Files.newOutputStream(made.keyStore())) {
                store.store(out, PASSWORD);
            }
            return made;
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** PEM; what clients must trust. */
    public Path certificate() {
        return directory.resolve("authority.pem");
    }

    /** PEM. */
    public Path serverCertificate() {
        return directory.resolve("server.pem");
    }

    /** PEM, PKCS #8, without a password. */
    public Path serverKey() {
        return directory.resolve("server-key.pem");
    }

    /** The server's key with its certificates, PKCS #12. */
    public Path keyStore() {
        return directory.resolve("server.p12");
    }

    /** Of the key store and its key. */
    public String password() {
        return new String(PASSWORD);
    }

    private static X509v3CertificateBuilder certificate(X500Principal by, X500Principal of, KeyPair keys) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                by,
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minus(1, ChronoUnit.DAYS)),
                Date.from(now.plus(1, ChronoUnit.DAYS)),
                of,
                keys.getPublic());
    }

    private static X509Certificate signed(X509v3CertificateBuilder certificate, KeyPair authority)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(certificate.build(
                        new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate())));
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n";
    }
}

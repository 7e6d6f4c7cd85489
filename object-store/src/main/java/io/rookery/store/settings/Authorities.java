package io.rookery.store.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A file of certificates, one PEM block after the other. */
final class Authorities {
    private Authorities() {}

    /**
     * @param setting the property's name, for the operator
     * @throws StoreMisconfigured where the file can't be read or holds no certificate
     */
    static List<X509Certificate> of(String setting, Path file) throws StoreMisconfigured {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .flatMap(it -> it instanceof X509Certificate known ? Stream.of(known) : Stream.empty())
                            .collect(Collectors.toUnmodifiableList());
            if (certificates.isEmpty()) throw new StoreMisconfigured(setting + ": " + file + " holds no certificate");
            return certificates;
        } catch (CertificateException e) {
            throw new StoreMisconfigured(setting + ": " + file + " holds no certificates in PEM");
        } catch (NoSuchFileException e) {
            throw new StoreMisconfigured(setting + ": " + file + " does not exist");
        } catch (IOException e) {
            throw new StoreMisconfigured(
                    setting + ": " + file + " can't be read (" + e.getClass().getSimpleName() + ")");
        }
    }
}

package io.rookery.simulator.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A self-signed certificate, made anew at each start and never stored. It is written out as DER (RFC 5280) because the
 * JDK has no public way to make one.
 */
record LocalCertificate(String certificatePem, String keyPem) {

    private static final byte[] ECDSA_SHA256 = HexFormat.of().parseHex("300a06082a8648ce3d040302");
    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");
    private static final byte[] ALTERNATIVE_NAMES = HexFormat.of().parseHex("0603551d11");

    static LocalCertificate forHosts(Instant now, String... hosts) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            byte[] body = body(keys, now, hosts);
            Signature signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(keys.getPrivate());
            signer.update(body);
            byte[] certificate = der(0x30, body, ECDSA_SHA256, bits(signer.sign()));
            return new LocalCertificate(
                    pem("CERTIFICATE", certificate),
                    pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no elliptic curves", e);
        }
    }

    private static byte[] body(KeyPair keys, Instant now, String... hosts) {
        byte[] name = der(0x30, der(0x31, der(0x30, COMMON_NAME, der(0x0c, ascii(hosts[0])))));
        byte[] validity = der(0x30, time(now.minus(Duration.ofDays(1))), time(now.plus(Duration.ofDays(365))));
        byte[][] names = new byte[hosts.length + 1][];
        for (int i = 0; i < hosts.length; i++) {
            names[i] = der(0x82, ascii(hosts[i]));
        }
        names[hosts.length] = der(0x87, new byte[] {127, 0, 0, 1});
        byte[] extension = der(0x30, ALTERNATIVE_NAMES, der(0x04, der(0x30, names)));
        return der(
                0x30,
                der(0xa0, der(0x02, new byte[] {2})),
                der(0x02, Long.toString(now.toEpochMilli()).getBytes(StandardCharsets.US_ASCII)),
                ECDSA_SHA256,
                name,
                validity,
                name,
                keys.getPublic().getEncoded(),
                der(0xa3, der(0x30, extension)));
    }

    private static byte[] time(Instant instant) {
        return der(
                0x17, ascii(DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").format(instant.atOffset(ZoneOffset.UTC))));
    }

    private static byte[] bits(byte[] value) {
        return der(0x03, new byte[] {0}, value);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n";
    }
}

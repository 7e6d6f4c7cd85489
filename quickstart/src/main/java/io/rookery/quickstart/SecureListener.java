package io.rookery.quickstart;

import java.nio.file.Path;
import java.util.Map;

/**
 * A listener of a {@link KafkaBroker} for those who come by TLS and log in by SCRAM-SHA-512, and who may do only what ACLs allow them. Users and ACLs are made by Kafka's admin client.
 *
 * @param port on the loopback address
 * @param keyStore the broker's key and certificate, as PKCS #12
 * @param password of the key store and its key
 */
public record SecureListener(int port, Path keyStore, String password) {
    private static final String NAME = "SECURE";

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    void addTo(Map<String, String> settings) {
        settings.merge("listeners", NAME + "://" + bootstrapServers(), SecureListener::appended);
        settings.merge("advertised.listeners", NAME + "://" + bootstrapServers(), SecureListener::appended);
        settings.merge("listener.security.protocol.map", NAME + ":SASL_SSL", SecureListener::appended);
        settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.put(
                "listener.name.secure.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        settings.put("ssl.keystore.type", "PKCS12");
        settings.put("ssl.keystore.location", keyStore.toString());
        settings.put("ssl.keystore.password", password);
        settings.put("ssl.key.password", password);
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        // Those of the plain listeners, the broker itself among them.
        settings.put("super.users", "User:ANONYMOUS");
    }

    private static String appended(String all, String one) {
        return all + "," + one;
    }

    @Override
    public String toString() {
        return "SecureListener[" + bootstrapServers() + "]";
    }
}

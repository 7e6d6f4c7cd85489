package io.rookery.simulator.server;

import io.rookery.simulator.SimulatorOptions.Rules;
import io.rookery.simulator.ledger.Ledger;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Lets linked devices in: the page signs the server's challenge, together with every value its profile must still
 * hold, with the key that never leaves its browser. The newest connection of a device wins. Too many failures in a row
 * unlink the device.
 */
final class Logins {

    /** An Ed25519 public key is these bytes and the 32 of the key (RFC 8410). */
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final Directory directory;
    private final Ledger ledger;
    private final Queues queues;
    private final Groups groups;
    private final Rules rules;

    Logins(Directory directory, Ledger ledger, Queues queues, Groups groups, Rules rules) {
        this.directory = directory;
        this.ledger = ledger;
        this.queues = queues;
        this.groups = groups;
        this.rules = rules;
    }

    void login(PageConnection connection, JsonObject frame) {
        Device device = directory.device(frame.getString("device", "")).orElse(null);
        if (device == null) {
            ledger.add(
                    "login-failed",
                    connection.fields().put("device", frame.getString("device")).put("reason", "unknown-device"));
            refuse(connection, "unknown-device", true);
        } else if (signedBy(device, connection.challenge(), frame.getString("signature", ""))) {
            admit(connection, device);
        } else {
            fail(connection, device);
        }
    }

    private void admit(PageConnection connection, Device device) {
        device.connection().ifPresent(older -> {
            ledger.add("conflict", older.fields().put("newer", connection.id()));
            device.connection(null);
            older.send(new JsonObject().put("t", "conflict"));
            older.close();
        });
        if (device.badLogins() > 0) {
            device.badLogins(0);
            directory.save(device);
        }
        device.connection(connection);
        connection.loggedIn(device);
        ledger.add("login", connection.fields());
        groups.introduce(device);
        Phone phone = directory.phone(device.number());
        connection.send(new JsonObject()
                .put("t", "login-ok")
                .put("number", phone.number())
                .put("lid", phone.lid())
                .put("name", phone.name())
                .put("waiting", device.queue().size()));
        int count = queues.flush(device, connection);
        connection.send(new JsonObject().put("t", "offline-done").put("count", count));
    }

    private void fail(PageConnection connection, Device device) {
        device.badLogins(device.badLogins() + 1);
        directory.save(device);
        ledger.add(
                "login-failed",
                connection
                        .fields()
                        .put("account", device.number())
                        .put("device", device.id())
                        .put("reason", "bad-signature")
                        .put("count", device.badLogins()));
        boolean tooMany = device.badLogins() >= rules.badLogins();
        if (tooMany) {
            unlink(device, "bad-logins");
        }
        refuse(connection, "bad-signature", tooMany);
    }

    private static void refuse(PageConnection connection, String reason, boolean unlinked) {
        connection.send(
                new JsonObject().put("t", "login-failed").put("reason", reason).put("unlinked", unlinked));
        connection.close();
    }

    /** The device is forgotten, with all that waited for it; its page is told if it is there. */
    void unlink(Device device, String reason) {
        directory.remove(device);
        JsonObject fields = device.connection().map(PageConnection::fields).orElseGet(JsonObject::new);
        ledger.add(
                "unlink",
                fields.put("account", device.number())
                        .put("device", device.id())
                        .put("reason", reason));
        device.connection().ifPresent(page -> {
            device.connection(null);
            page.send(new JsonObject().put("t", "logout").put("reason", reason));
            page.close();
        });
    }

    private static boolean signedBy(Device device, String challenge, String signature) {
        try {
            byte[] key = Base64.getDecoder().decode(device.publicKey());
            byte[] encoded = new byte[ED25519_PREFIX.length + key.length];
            System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
            System.arraycopy(key, 0, encoded, ED25519_PREFIX.length, key.length);
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            verifier.update(device.loginText(challenge).getBytes(StandardCharsets.UTF_8));
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            return false;
        }
    }
}

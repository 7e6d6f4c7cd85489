package io.rookery.simulator.server;

import io.rookery.simulator.SimulatorOptions.Rules;
import io.rookery.simulator.ledger.Ledger;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Lets linked devices in: the page signs the server's challenge, together with every value its profile must still
 * hold, with the key that never leaves its browser. The newest connection of a device wins. Too many failures in a row
 * unlink the device.
 */
final class Logins {

    /** An Ed25519 public key is these bytes and the 32 of the key (RFC 8410). */
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    /** The reason of a failure for a page that is too old. */
    private static final int CLIENT_TOO_OLD = 405;

    private final Directory directory;
    private final Ledger ledger;
    private final Queues queues;
    private final Groups groups;
    private final LoginFaults faults;
    private final Timers timers;
    private final InstantSource clock;
    private final Rules rules;

    Logins(
            Directory directory,
            Ledger ledger,
            Queues queues,
            Groups groups,
            LoginFaults faults,
            Timers timers,
            InstantSource clock,
            Rules rules) {
        this.directory = directory;
        this.ledger = ledger;
        this.queues = queues;
        this.groups = groups;
        this.faults = faults;
        this.timers = timers;
        this.clock = clock;
        this.rules = rules;
    }

    /** Lets a page in or refuses it, at once or when a slow server comes to it; {@code afterwards} follows a success. */
    void login(PageConnection connection, JsonObject frame, Runnable afterwards) {
        String number = frame.getString("device", "").split(":", -1)[0];
        Duration takes = faults.slow.of(number).orElse(Duration.ZERO);
        if (takes.isZero()) {
            check(connection, frame, afterwards);
        } else {
            timers.after(takes, () -> {
                if (connection.isOpen()) {
                    check(connection, frame, afterwards);
                }
            });
        }
    }

    private void check(PageConnection connection, JsonObject frame, Runnable afterwards) {
        Device device = directory.device(frame.getString("device", "")).orElse(null);
        if (refusedAsTooOld(connection)) {
            return;
        }
        if (device == null) {
            ledger.add(
                    "login-failed",
                    connection.fields().put("device", frame.getString("device")).put("reason", "unknown-device"));
            refuse(connection, "unknown-device", true);
        } else if (signedBy(device, connection.challenge(), frame.getString("signature", ""))) {
            Optional<Ban> ban = faults.bans.of(device.number());
            if (ban.isPresent()) {
                ledger.add(
                        "login-failed",
                        connection
                                .fields()
                                .put("account", device.number())
                                .put("device", device.id())
                                .put("reason", ban.get().kind()));
                shutOut(device, connection, ban.get());
            } else {
                admit(connection, device);
                afterwards.run();
            }
        } else {
            fail(connection, device);
        }
    }

    /** A page of a WhatsApp Web that is not served any more is told so. @return whether it was */
    boolean refusedAsTooOld(PageConnection connection) {
        String version = connection.wishes().version();
        if (!faults.isTooOld(version)) {
            return false;
        }
        ledger.add(
                "login-failed",
                connection.fields().put("reason", "client-too-old").put("version", version));
        connection.send(new JsonObject().put("t", "failure").put("reason", CLIENT_TOO_OLD));
        connection.close();
        return true;
    }

    /** The pages of a banned account that are connected hear of it now; the others when they log in. */
    void shutOut(String number, Ban ban) {
        for (Device device : directory.devicesOf(number)) {
            device.connection().ifPresent(page -> shutOut(device, page, ban));
        }
    }

    private void shutOut(Device device, PageConnection page, Ban ban) {
        if (ban.unlinks()) {
            directory.remove(device);
            ledger.add(
                    "unlink",
                    page.fields()
                            .put("account", device.number())
                            .put("device", device.id())
                            .put("reason", ban.kind()));
        }
        device.connection(null);
        page.send(ban.failure(clock.instant()));
        page.close();
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
                .put("platform", phone.platform())
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

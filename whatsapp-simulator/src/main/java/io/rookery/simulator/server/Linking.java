package io.rookery.simulator.server;

import io.rookery.simulator.SimulatorOptions.Rules;
import io.rookery.simulator.ledger.Ledger;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Links new devices: by a QR code with a changing reference, or by a code that is typed into the phone. */
final class Linking {

    private static final String CODE_LETTERS = "123456789ABCDEFGHJKLMNPQRSTVWXYZ";

    private record Code(PageConnection connection, String number, String advSecret, boolean expired) {}

    private final Directory directory;
    private final Ledger ledger;
    private final Timers timers;
    private final InstantSource clock;
    private final Rules rules;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, PageConnection> refs = new HashMap<>();
    private final Map<String, Code> codes = new HashMap<>();
    private final Map<PageConnection, Runnable> rotations = new HashMap<>();

    Linking(Directory directory, Ledger ledger, Timers timers, InstantSource clock, Rules rules) {
        this.directory = directory;
        this.ledger = ledger;
        this.timers = timers;
        this.clock = clock;
        this.rules = rules;
    }

    /** An unpaired page shows its keys and gets its first reference. */
    void register(PageConnection connection, JsonObject frame) {
        connection.registered(new PageConnection.Registration(
                frame.getString("publicKey"), frame.getString("identity"), frame.getString("registrationId")));
        ledger.add("qr", connection.fields());
        hand(connection, firstRef(connection), 1);
    }

    /** The page asks for references again after it was told that there are no more. */
    void refresh(PageConnection connection) {
        if (connection.registration().isPresent()) {
            hand(connection, firstRef(connection), 1);
        }
    }

    private Duration firstRef(PageConnection connection) {
        return connection.wishes().firstRef().orElse(rules.firstRef());
    }

    private void hand(PageConnection connection, Duration validity, int count) {
        forget(connection);
        String ref = "2@" + randomText(96);
        refs.put(ref, connection);
        connection.send(new JsonObject().put("t", "ref").put("ref", ref).put("ttl", validity.toMillis()));
        rotations.put(connection, timers.after(validity, () -> {
            if (count < rules.refsPerScreen()) {
                hand(connection, connection.wishes().nextRef().orElse(rules.nextRef()), count + 1);
            } else {
                forget(connection);
                connection.send(new JsonObject().put("t", "ref-idle"));
            }
        }));
    }

    /** The references of a page that is gone, or paired, are worth nothing. */
    void forget(PageConnection connection) {
        refs.values().removeIf(connection::equals);
        Runnable cancel = rotations.remove(connection);
        if (cancel != null) {
            cancel.run();
        }
    }

    void ended(PageConnection connection) {
        forget(connection);
        codes.values().removeIf(code -> code.connection() == connection);
    }

    /** The phone's camera has read this text. */
    String scan(String number, String qr) {
        Phone phone = directory.phone(number);
        String[] parts = qr.split(",", -1);
        if (parts.length < 4) {
            throw new Refused(400, "This is no linking code.");
        }
        PageConnection connection = refs.get(parts[0]);
        if (connection == null) {
            throw new Refused(410, "This code has expired.");
        }
        PageConnection.Registration keys = connection.registration().orElseThrow();
        if (!keys.publicKey().equals(parts[1]) || !keys.identity().equals(parts[2])) {
            throw new Refused(422, "The keys in this code are not the page's.");
        }
        return offer(phone, connection, keys, parts[3]);
    }

    /** The page asks for a code to be typed into the phone with this number. */
    String code(PageConnection connection, JsonObject frame) {
        if (connection.registration().isEmpty()) {
            throw new Refused(409, "Only an unpaired page can ask for a code.");
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            text.append(CODE_LETTERS.charAt(random.nextInt(CODE_LETTERS.length())));
        }
        codes.values().removeIf(code -> code.connection() == connection);
        Code code = new Code(connection, frame.getString("phone"), frame.getString("advSecret"), false);
        codes.put(text.toString(), code);
        timers.after(
                connection.wishes().pairingCode().orElse(rules.pairingCode()), () -> expire(text.toString(), code));
        ledger.add("pairing-code", connection.fields().put("account", frame.getString("phone")));
        return text.toString();
    }

    private void expire(String text, Code code) {
        if (codes.get(text) == code) {
            codes.put(text, new Code(code.connection(), code.number(), code.advSecret(), true));
            tell(code, "refresh_alt_linking_code");
        }
    }

    private static void tell(Code code, String event) {
        code.connection().send(new JsonObject().put("t", "link-code-event").put("event", event));
    }

    /** The human has typed this code. */
    String enter(String number, String typed) {
        Phone phone = directory.phone(number);
        Code code = take(number, typed);
        return offer(phone, code.connection(), code.connection().registration().orElseThrow(), code.advSecret());
    }

    /** The human has typed this code and then declined to link the device. */
    void decline(String number, String typed) {
        directory.phone(number);
        Code code = take(number, typed);
        ledger.add("pairing-declined", code.connection().fields().put("account", number));
        tell(code, "error_alt_linking");
    }

    private Code take(String number, String typed) {
        String text = typed.replaceAll("[^0-9A-Za-z]", "").toUpperCase(Locale.ROOT);
        Code code = codes.get(text);
        if (code == null || !code.number().equals(number)) {
            throw new Refused(404, "This code is not known for this number.");
        }
        if (code.expired()) {
            throw new Refused(410, "This code has expired.");
        }
        codes.remove(text);
        return code;
    }

    private String offer(Phone phone, PageConnection connection, PageConnection.Registration keys, String advSecret) {
        Device device = Device.of(
                phone, phone.nextDevice(), keys, advSecret, clock.instant().toString());
        directory.save(phone);
        forget(connection);
        connection.offer(device);
        connection.send(new JsonObject()
                .put("t", "pair-success")
                .put("device", device.id())
                .put("number", phone.number())
                .put("lid", phone.lid())
                .put("name", phone.name()));
        return device.id();
    }

    /** The page has stored what it was offered: from here on the device exists. */
    void confirmed(PageConnection connection) {
        connection.pending().ifPresent(device -> {
            connection.offer(null);
            directory.save(device);
            ledger.add(
                    "link", connection.fields().put("account", device.number()).put("device", device.id()));
            connection.send(new JsonObject().put("t", "restart"));
        });
    }

    private String randomText(int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return Base64.getEncoder().encodeToString(value);
    }
}

package io.rookery.simulator.server;

import io.rookery.simulator.SimulatorOptions.Rules;
import io.rookery.simulator.ledger.Ledger;
import io.rookery.simulator.store.StateStore;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole simulated server. All methods are called on one thread, which is also the thread of the timers; none of
 * them blocks but for a line in a file.
 */
public final class SimulatedServer {

    private final Ledger ledger;
    private final Directory directory;
    private final Ratchets ratchets;
    private final Messaging messaging;
    private final Receipts receipts;
    private final Amendments amendments;
    private final Groups groups;
    private final Linking linking;
    private final Logins logins;
    private final SecureRandom random = new SecureRandom();
    private final Set<PageConnection> connections = new LinkedHashSet<>();

    public SimulatedServer(StateStore store, Ledger ledger, Timers timers, InstantSource clock, Rules rules) {
        this.ledger = ledger;
        directory = new Directory(store);
        ratchets = new Ratchets(directory, ledger, timers);
        Queues queues = new Queues(directory);
        receipts = new Receipts(directory, ledger, timers, clock, queues);
        messaging = new Messaging(directory, ledger, clock, ratchets, queues, receipts);
        amendments = new Amendments(directory, ledger, clock, queues, receipts);
        groups =
                new Groups(directory, ledger, clock, queues, () -> Long.toString(clock.millis()) + random.nextInt(100));
        linking = new Linking(directory, ledger, timers, clock, rules);
        logins = new Logins(directory, ledger, queues, groups, rules);
    }

    // ---- pages ----

    /** A page has opened its web socket. */
    public PageConnection connected(PageConnection.Claim claim, Channel channel) {
        byte[] challenge = new byte[32];
        random.nextBytes(challenge);
        PageConnection connection = new PageConnection(
                randomId(6), claim, channel, Base64.getEncoder().encodeToString(challenge));
        connections.add(connection);
        ledger.add("connect", connection.fields());
        connection.send(new JsonObject().put("t", "hello").put("challenge", connection.challenge()));
        return connection;
    }

    /** A page's web socket has ended, for whatever reason. */
    public void disconnected(PageConnection connection) {
        if (!connections.remove(connection)) {
            return;
        }
        connection.ended();
        linking.ended(connection);
        connection.device().ifPresent(device -> {
            if (device.connection().filter(connection::equals).isPresent()) {
                device.connection(null);
            }
        });
        ledger.add("disconnect", connection.fields());
    }

    /** A page says something. @throws Refused where it may not */
    public void frame(PageConnection connection, JsonObject frame) {
        if (!connection.isOpen()) {
            return;
        }
        switch (frame.getString("t", "")) {
            case "register" -> linking.register(connection, frame);
            case "refresh-ref" -> linking.refresh(connection);
            case "link-code" ->
                answer(connection, frame, new JsonObject().put("code", linking.code(connection, frame)));
            case "paired" -> linking.confirmed(connection);
            case "login" -> logins.login(connection, frame);
            case "exists" -> answer(connection, frame, exists(directory.address(frame.getString("number"))));
            case "picture" ->
                answer(
                        connection,
                        frame,
                        new JsonObject()
                                .put(
                                        "sha256",
                                        directory
                                                .find(directory.address(frame.getString("number")))
                                                .flatMap(Phone::picture)
                                                .orElse(null)));
            case "groups" ->
                asDevice(
                        connection,
                        (page, device) ->
                                answer(page, frame, new JsonObject().put("groups", groups.of(device.number()))));
            case "send" -> asDevice(connection, (page, device) -> messaging.sendFromDevice(page, device, frame));
            case "amend" -> asDevice(connection, (page, device) -> amendments.fromDevice(page, device, frame));
            case "received" ->
                asDevice(connection, (page, device) -> messaging.received(page, device, frame.getJsonArray("seqs")));
            case "retry" ->
                asDevice(
                        connection,
                        (page, device) -> ratchets.retry(page, device, frame.getLong("seq"), frame.getInteger("turn")));
            case "read" ->
                asDevice(connection, (page, device) -> receipts.read(device.number(), frame.getString("chat"), page));
            case "presence" ->
                asDevice(
                        connection,
                        (page, device) -> messaging.presence(
                                directory.phone(device.number()),
                                frame.getString("to"),
                                frame.getString("state"),
                                page.fields()));
            case "logout" -> asDevice(connection, (page, device) -> logins.unlink(device, "user"));
            default -> throw new Refused(400, "The server does not know this frame.");
        }
    }

    private static void asDevice(PageConnection connection, BiConsumer<PageConnection, Device> action) {
        // A frame may still arrive after the device was unlinked or lost a conflict: it counts for nothing.
        connection
                .device()
                .filter(device -> device.connection().filter(connection::equals).isPresent())
                .ifPresent(device -> action.accept(connection, device));
    }

    private static void answer(PageConnection connection, JsonObject question, JsonObject answer) {
        connection.send(answer.put("t", "result").put("rid", question.getValue("rid")));
    }

    private JsonObject exists(String number) {
        Optional<Phone> phone = directory.find(number);
        return new JsonObject()
                .put("exists", phone.isPresent())
                .put("number", phone.map(Phone::number).orElse(null))
                .put("lid", phone.map(Phone::lid).orElse(null))
                .put("name", phone.map(Phone::name).orElse(null));
    }

    // ---- phones ----

    public JsonObject makePhone(String number, @Nullable String name) {
        if (!number.matches("[1-9][0-9]{6,14}")) {
            throw new Refused(400, "A number is 7 to 15 digits with the country code, without a plus.");
        }
        return view(directory.makePhone(number, name == null ? number : name));
    }

    public JsonArray phones() {
        JsonArray all = new JsonArray();
        directory.phones().forEach(phone -> all.add(view(phone)));
        return all;
    }

    private JsonObject view(Phone phone) {
        return new JsonObject()
                .put("number", phone.number())
                .put("name", phone.name())
                .put("lid", phone.lid())
                .put("online", phone.online())
                .put("devices", directory.devicesOf(phone.number()).size());
    }

    /** Makes a group of phones; the first one owns it. @throws Refused where one of them is missing */
    public JsonObject makeGroup(String subject, List<String> participants) {
        return groups.make(subject, participants).data();
    }

    public JsonArray groups() {
        JsonArray all = new JsonArray();
        directory.groups().forEach(group -> all.add(group.data()));
        return all;
    }

    public JsonObject scan(String number, String qr) {
        return new JsonObject().put("deviceId", linking.scan(number, qr));
    }

    public JsonObject enterCode(String number, String code) {
        return new JsonObject().put("deviceId", linking.enter(number, code));
    }

    /** What the human of this phone can do. @throws Refused where there is no such phone */
    public PhoneActions phone(String number) {
        return new PhoneActions(directory.phone(number), directory, messaging, receipts, amendments, () -> randomId(9));
    }

    public JsonArray devices(String number) {
        directory.phone(number);
        JsonArray all = new JsonArray();
        directory
                .devicesOf(number)
                .forEach(device -> all.add(new JsonObject()
                        .put("deviceId", device.id())
                        .put("linkedAt", device.linkedAt())
                        .put("online", device.connection().isPresent())
                        .put(
                                "session",
                                device.connection()
                                        .map(page -> page.claim().session())
                                        .orElse(null))
                        .put("waiting", device.queue().size())));
        return all;
    }

    public void unlink(String number, String deviceId) {
        Device device = directory
                .device(deviceId)
                .filter(found -> found.number().equals(number))
                .orElseThrow(() -> new Refused(404, "This phone has no such device."));
        logins.unlink(device, "phone");
    }

    // ---- faults ----

    /** Unlinks all devices of a phone, as the server does on its own account. */
    public int unlinkAll(String number) {
        directory.phone(number);
        List<Device> devices = directory.devicesOf(number);
        devices.forEach(device -> logins.unlink(device, "fault"));
        return devices.size();
    }

    /** Cuts the sockets of a number, of a session, or of everybody. @return how many */
    public int drop(@Nullable String number, @Nullable String session) {
        List<PageConnection> hit = new ArrayList<>();
        for (PageConnection connection : connections) {
            boolean byNumber = number == null
                    || connection
                            .device()
                            .filter(d -> d.number().equals(number))
                            .isPresent();
            boolean bySession =
                    session == null || session.equals(connection.claim().session());
            if (byNumber && bySession) {
                hit.add(connection);
            }
        }
        hit.forEach(connection -> {
            ledger.add("fault", connection.fields().put("fault", "drop-socket"));
            connection.close();
        });
        return hit.size();
    }

    public void delayAcks(@Nullable String number, Duration delay) {
        ledger.add(
                "fault",
                new JsonObject()
                        .put("fault", "ack-delay")
                        .put("account", number)
                        .put("millis", delay.toMillis()));
        receipts.delay(number == null ? "*" : number, delay);
    }

    /** Lets ratchets count; see {@link Ratchets}. Empty turns it off again. */
    public void ratchets(Optional<Duration> retryAfter) {
        ledger.add(
                "fault",
                new JsonObject()
                        .put("fault", "ratchets")
                        .put("millis", retryAfter.map(Duration::toMillis).orElse(null)));
        ratchets.retryAfter(retryAfter);
    }

    public List<JsonObject> ledger(long after) {
        return ledger.after(after);
    }

    private String randomId(int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }
}

package io.rookery.simulator.server;

import io.rookery.simulator.SimulatorOptions.Rules;
import io.rookery.simulator.ledger.Ledger;
import io.rookery.simulator.store.StateStore;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.InstantSource;
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
    private final LoginFaults loginFaults;
    private final SendFaults sendFaults;
    private final AccountLimits limits;
    private final Onboarding onboarding;
    private final Faults faults;
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
        loginFaults = new LoginFaults(timers);
        logins = new Logins(directory, ledger, queues, groups, loginFaults, timers, clock, rules);
        limits = new AccountLimits(directory, timers, clock);
        sendFaults = new SendFaults(directory, ledger, timers, clock, limits);
        onboarding = new Onboarding(directory, ledger, timers, logins::unlink);
        faults = new Faults(
                directory,
                ledger,
                clock,
                new PageFaults(connections, ledger),
                loginFaults,
                sendFaults,
                limits,
                onboarding,
                logins,
                receipts,
                ratchets);
    }

    // ---- pages ----

    /** A page that wishes for nothing has opened its web socket. */
    public PageConnection connected(PageConnection.Claim claim, Channel channel) {
        return connected(claim, PageConnection.Wishes.NONE, channel);
    }

    /** A page has opened its web socket. */
    public PageConnection connected(PageConnection.Claim claim, PageConnection.Wishes wishes, Channel channel) {
        byte[] challenge = new byte[32];
        random.nextBytes(challenge);
        PageConnection connection = new PageConnection(
                randomId(6), claim, wishes, channel, Base64.getEncoder().encodeToString(challenge));
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
            case "register" -> {
                if (!logins.refusedAsTooOld(connection)) {
                    linking.register(connection, frame);
                }
            }
            case "refresh-ref" -> linking.refresh(connection);
            case "link-code" ->
                answer(connection, frame, new JsonObject().put("code", linking.code(connection, frame)));
            case "paired" -> linking.confirmed(connection);
            case "login" -> logins.login(connection, frame, () -> asDevice(connection, onboarding::loggedIn));
            case "ping" -> answer(connection, frame, new JsonObject());
            case "query" ->
                asDevice(
                        connection,
                        (page, device) ->
                                answer(page, frame, limits.answer(device.number(), frame.getString("id", ""))));
            case "dialog-dismissed" -> asDevice(connection, onboarding::dismissed);
            case "exists" ->
                answer(connection, frame, exists(connection, directory.address(frame.getString("number"))));
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
            case "send" ->
                asDevice(connection, (page, device) -> {
                    if (sendFaults.admits(page, device, frame)) {
                        messaging.sendFromDevice(page, device, frame);
                    }
                });
            case "amend" ->
                asDevice(connection, (page, device) -> {
                    if (sendFaults.admitsChange(page, device, frame)) {
                        amendments.fromDevice(page, device, frame);
                    }
                });
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

    private JsonObject exists(PageConnection asking, String number) {
        String account = asking.device().map(Device::number).orElse("");
        if (loginFaults.failingQueries.of(account).isPresent()) {
            return new JsonObject().put("error", 500);
        }
        Optional<Phone> phone = directory.find(number);
        return new JsonObject()
                .put("exists", phone.isPresent())
                .put("number", phone.map(Phone::number).orElse(null))
                .put("lid", phone.map(Phone::lid).orElse(null))
                .put("name", phone.map(Phone::name).orElse(null));
    }

    // ---- phones ----

    public JsonObject makePhone(String number, @Nullable String name) {
        return makePhone(number, name, null);
    }

    /** Makes an Android phone unless another platform is given. */
    public JsonObject makePhone(String number, @Nullable String name, @Nullable String platform) {
        if (!number.matches("[1-9][0-9]{6,14}")) {
            throw new Refused(400, "A number is 7 to 15 digits with the country code, without a plus.");
        }
        String kind = platform == null ? "android" : platform;
        if (!List.of("android", "iphone", "smba", "smbi").contains(kind)) {
            throw new Refused(400, "A platform is android, iphone, smba or smbi.");
        }
        return view(directory.makePhone(number, name == null ? number : name, kind));
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
                .put("platform", phone.platform())
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
        refuseBanned(number);
        return new JsonObject().put("deviceId", linking.scan(number, qr));
    }

    public JsonObject enterCode(String number, String code) {
        refuseBanned(number);
        return new JsonObject().put("deviceId", linking.enter(number, code));
    }

    public void declineCode(String number, String code) {
        linking.decline(number, code);
    }

    private void refuseBanned(String number) {
        if (loginFaults.bans.of(number).isPresent()) {
            throw new Refused(403, "This account is banned and links no devices.");
        }
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

    /** What can be done to pages, accounts and the server on purpose. */
    public Faults faults() {
        return faults;
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

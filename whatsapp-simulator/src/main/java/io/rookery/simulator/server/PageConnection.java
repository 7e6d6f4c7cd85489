package io.rookery.simulator.server;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One web socket of one page, with what the page's address claims about itself. */
public final class PageConnection {

    /** What the page's address says: whose session it is, under which epoch and on which worker. */
    public record Claim(
            @Nullable String session,
            @Nullable String epoch,
            @Nullable String worker) {}

    /**
     * What the page's address asks of the server, so that tests need not wait, and the version that the page has.
     *
     * @param firstRef how long the first QR reference of a screen lives
     * @param nextRef how long each further one does
     * @param pairingCode how long a pairing code does
     * @param version WhatsApp Web's, where the page says it
     */
    public record Wishes(
            Optional<Duration> firstRef,
            Optional<Duration> nextRef,
            Optional<Duration> pairingCode,
            @Nullable String version) {
        public static final Wishes NONE = new Wishes(Optional.empty(), Optional.empty(), Optional.empty(), null);
    }

    /** The keys that an unpaired page has shown. */
    record Registration(String publicKey, String identity, String registrationId) {}

    private final String id;
    private final Claim claim;
    private final Wishes wishes;
    private final Channel channel;
    private final String challenge;
    private @Nullable Device device;
    private @Nullable Registration registration;
    private @Nullable Device pending;
    private boolean open = true;
    private boolean deaf;
    private boolean closing;

    PageConnection(String id, Claim claim, Wishes wishes, Channel channel, String challenge) {
        this.id = id;
        this.claim = claim;
        this.wishes = wishes;
        this.channel = channel;
        this.challenge = challenge;
    }

    void send(JsonObject frame) {
        if (!deaf && !closing) {
            channel.send(frame);
        }
    }

    /** Ends the connection; the page of a dead line does not hear of that either. */
    void close() {
        if (!deaf) {
            cut();
        }
    }

    /** Ends the connection so that the page notices, whatever it heard before. */
    void cut() {
        closing = true;
        channel.close();
    }

    /** From now on the line is dead: nothing that is sent arrives, on either side. */
    void deafen() {
        deaf = true;
    }

    String id() {
        return id;
    }

    Claim claim() {
        return claim;
    }

    Wishes wishes() {
        return wishes;
    }

    String challenge() {
        return challenge;
    }

    /** Whether what the page says counts, and the page can be told anything. */
    boolean isOpen() {
        return open && !deaf && !closing;
    }

    void ended() {
        open = false;
    }

    /** The device that has logged in here. */
    Optional<Device> device() {
        return Optional.ofNullable(device);
    }

    void loggedIn(Device who) {
        device = who;
    }

    Optional<Registration> registration() {
        return Optional.ofNullable(registration);
    }

    void registered(Registration keys) {
        registration = keys;
    }

    /** The device that was offered here and is linked as soon as the page says that it has stored it. */
    Optional<Device> pending() {
        return Optional.ofNullable(pending);
    }

    void offer(@Nullable Device offered) {
        pending = offered;
    }

    /** The fields that every ledger entry about this connection carries. */
    JsonObject fields() {
        JsonObject fields = new JsonObject()
                .put("connection", id)
                .put("session", claim.session())
                .put("epoch", claim.epoch())
                .put("worker", claim.worker());
        if (device != null) {
            fields.put("account", device.number()).put("device", device.id());
        }
        return fields;
    }
}

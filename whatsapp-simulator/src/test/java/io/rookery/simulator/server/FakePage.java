package io.rookery.simulator.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A browser with a key of its own, as the server sees it; it acknowledges what it gets unless it is told not to. */
final class FakePage {

    final List<JsonObject> frames = new ArrayList<>();
    private final SimulatedServer server;
    private final KeyPair keys;
    private final String publicKey;
    private final String identity = "aWRlbnRpdHk=";
    private String advSecret = "c2VjcmV0";
    private boolean acknowledges = true;
    private PageConnection.Wishes wishes = PageConnection.Wishes.NONE;
    private @Nullable PageConnection connection;
    private @Nullable String device;

    FakePage(SimulatedServer server) throws GeneralSecurityException {
        this.server = server;
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = keys.getPublic().getEncoded();
        publicKey =
                Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    /** Opens the socket; a linked page logs in at once, any other one asks for a reference. */
    FakePage connect(String session, int epoch) {
        PageConnection.Claim claim = new PageConnection.Claim(session, Integer.toString(epoch), "w1");
        connection = server.connected(claim, wishes, new Channel() {
            @Override
            public void send(JsonObject frame) {
                receive(frame.copy());
            }

            @Override
            public void close() {
                say(new JsonObject().put("t", "closed"));
            }
        });
        if (device == null) {
            say(new JsonObject()
                    .put("t", "register")
                    .put("publicKey", publicKey)
                    .put("identity", identity)
                    .put("registrationId", "cmVn"));
        } else {
            login();
        }
        return this;
    }

    private void login() {
        String challenge = last("hello").getString("challenge");
        String text = String.join("|", challenge, String.valueOf(device), identity, "cmVn", advSecret);
        say(new JsonObject().put("t", "login").put("device", device).put("signature", sign(text)));
    }

    private String sign(String text) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(keys.getPrivate());
            signer.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void receive(JsonObject frame) {
        frames.add(frame);
        switch (frame.getString("t")) {
            case "pair-success" -> {
                device = frame.getString("device");
                say(new JsonObject().put("t", "paired"));
            }
            case "item" -> {
                if (acknowledges) {
                    say(new JsonObject().put("t", "received").put("seqs", new JsonArray().add(frame.getLong("seq"))));
                }
            }
            default -> {}
        }
    }

    void say(JsonObject frame) {
        if (connection == null) {
            return;
        }
        if (frame.getString("t").equals("closed")) {
            server.disconnected(connection);
        } else {
            server.frame(connection, frame);
        }
    }

    void disconnect() {
        say(new JsonObject().put("t", "closed"));
    }

    void send(String to, String id, String text) {
        say(new JsonObject().put("t", "send").put("to", to).put("id", id).put("text", text));
    }

    String qr() {
        return String.join(",", last("ref").getString("ref"), publicKey, identity, advSecret, "1");
    }

    FakePage wishing(PageConnection.Wishes others) {
        wishes = others;
        return this;
    }

    FakePage losesItsSecret() {
        advSecret = "";
        return this;
    }

    FakePage acknowledgesNothing() {
        acknowledges = false;
        return this;
    }

    String device() {
        return String.valueOf(device);
    }

    List<JsonObject> all(String type) {
        return frames.stream()
                .filter(frame -> frame.getString("t").equals(type))
                .toList();
    }

    JsonObject last(String type) {
        return all(type).getLast();
    }

    /** The texts of the messages that have come in. */
    List<String> texts() {
        return all("item").stream()
                .filter(item -> item.containsKey("message"))
                .map(item -> item.getJsonObject("message").getString("text"))
                .toList();
    }

    /** The acks of one message, as they came. */
    List<Integer> acks(String id) {
        List<Integer> acks = new ArrayList<>();
        for (JsonObject frame : frames) {
            boolean receipt = frame.getString("t").equals("item")
                    && frame.getString("kind").equals("receipt")
                    && frame.getJsonArray("ids").contains(id);
            boolean ack =
                    frame.getString("t").equals("ack") && frame.getString("id").equals(id);
            if (receipt || ack) {
                acks.add(frame.getInteger("ack"));
            }
        }
        return acks;
    }
}

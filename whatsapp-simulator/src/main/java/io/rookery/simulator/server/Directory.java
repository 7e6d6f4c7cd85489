package io.rookery.simulator.server;

import io.rookery.simulator.store.StateStore;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who has an account and which devices are linked to it; keeps both in the store. */
final class Directory {

    private final StateStore store;
    private final Map<String, Phone> phones = new LinkedHashMap<>();
    private final Map<String, Device> devices = new LinkedHashMap<>();

    Directory(StateStore store) {
        this.store = store;
        store.all("phone/").values().forEach(data -> phones.put(data.getString("number"), new Phone(data)));
        store.all("device/").values().forEach(data -> devices.put(data.getString("id"), new Device(data)));
        for (JsonObject data : store.all("message/").values()) {
            find(data.getString("owner")).ifPresent(owner -> owner.messages().put(data.getString("key"), data));
        }
        for (JsonObject data : store.all("queue/").values()) {
            device(data.getString("device")).ifPresent(owner -> owner.queue().put(data.getLong("seq"), data));
        }
    }

    Phone makePhone(String number, String name, String platform) {
        return phones.computeIfAbsent(number, missing -> {
            Phone phone = Phone.of(number, name, platform);
            save(phone);
            return phone;
        });
    }

    Collection<Phone> phones() {
        return phones.values();
    }

    Optional<Phone> find(String number) {
        return Optional.ofNullable(phones.get(number));
    }

    Phone phone(String number) {
        return find(number).orElseThrow(() -> new Refused(404, "No phone has this number."));
    }

    Optional<Device> device(String id) {
        return Optional.ofNullable(devices.get(id));
    }

    List<Device> devicesOf(String number) {
        List<Device> found = new ArrayList<>();
        devices.values().forEach(device -> {
            if (device.number().equals(number)) {
                found.add(device);
            }
        });
        return found;
    }

    void save(Phone phone) {
        store.put("phone/" + phone.number(), phone.data());
    }

    void save(Device device) {
        devices.put(device.id(), device);
        store.put("device/" + device.id(), device.data());
    }

    void remove(Device device) {
        device.queue().keySet().forEach(seq -> store.remove(queueKey(device, seq)));
        devices.remove(device.id());
        store.remove("device/" + device.id());
    }

    void saveMessage(Phone owner, String key, JsonObject message) {
        message.put("owner", owner.number()).put("key", key);
        owner.messages().put(key, message);
        store.put("message/" + owner.number() + "/" + key, message);
    }

    /** Puts an item behind what already waits for a device. */
    JsonObject enqueue(Device device, JsonObject item) {
        long seq =
                device.queue().isEmpty() ? nextSequence(device) : device.queue().lastKey() + 1;
        device.data().put("lastItem", seq);
        JsonObject kept = item.copy().put("device", device.id()).put("seq", seq);
        device.queue().put(seq, kept);
        store.put(queueKey(device, seq), kept);
        return kept;
    }

    /** Replaces a waiting item by another form of itself. */
    void replace(Device device, JsonObject item) {
        device.queue().put(item.getLong("seq"), item);
        store.put(queueKey(device, item.getLong("seq")), item);
    }

    /** What a device has acknowledged is gone. */
    Optional<JsonObject> dequeue(Device device, long seq) {
        Optional<JsonObject> item = Optional.ofNullable(device.queue().remove(seq));
        item.ifPresent(gone -> store.remove(queueKey(device, seq)));
        return item;
    }

    private static long nextSequence(Device device) {
        return device.data().getLong("lastItem", 0L) + 1;
    }

    private static String queueKey(Device device, long seq) {
        return "queue/" + device.id() + "/" + seq;
    }
}

package io.rookery.simulator.server;

import io.rookery.simulator.store.StateStore;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who has an account and which devices are linked to it; keeps both in the store. */
final class Directory {

    private final StateStore store;
    private final Map<String, Phone> phones = new LinkedHashMap<>();
    private final Map<String, Device> devices = new LinkedHashMap<>();
    private final Map<String, Group> groups = new LinkedHashMap<>();

    Directory(StateStore store) {
        this.store = store;
        store.all("phone/").values().forEach(data -> phones.put(data.getString("number"), new Phone(data)));
        store.all("group/").values().forEach(data -> groups.put(data.getString("id"), new Group(data)));
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

    /** What the wire means by an address: hidden ids stand for the numbers they belong to. */
    String address(@Nullable String written) {
        String text = written == null ? "" : written;
        if (!text.endsWith("@lid")) {
            return text;
        }
        String lid = text.substring(0, text.indexOf('@'));
        return phones.values().stream()
                .filter(phone -> phone.lid().equals(lid))
                .map(Phone::number)
                .findFirst()
                .orElse(text);
    }

    /** Whether an account can write there: to a number with a phone, or to a group that it is in. */
    boolean isReachable(Phone from, String address) {
        Group group = groups.get(address);
        return group == null ? phones.containsKey(address) : group.members().contains(from.number());
    }

    /** Who gets a message: everybody it is for but its sender. */
    List<Phone> receiversOf(JsonObject message) {
        String to = message.getString("to");
        Group group = groups.get(to);
        List<Phone> receivers = new ArrayList<>();
        for (String number : group == null ? List.of(to) : group.members()) {
            if (!number.equals(message.getString("from"))) {
                find(number).ifPresent(receivers::add);
            }
        }
        return receivers;
    }

    /** Who has a message: its sender and its receivers. */
    List<Phone> peopleOf(JsonObject message) {
        List<Phone> people = new ArrayList<>(receiversOf(message));
        find(message.getString("from")).ifPresent(people::addFirst);
        return people;
    }

    void save(Phone phone) {
        store.put("phone/" + phone.number(), phone.data());
    }

    Collection<Group> groups() {
        return groups.values();
    }

    List<Group> groupsOf(String number) {
        return groups.values().stream()
                .filter(group -> group.members().contains(number))
                .toList();
    }

    void save(Group group) {
        groups.put(group.id(), group);
        store.put("group/" + group.id(), group.data());
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

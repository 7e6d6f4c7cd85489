package io.rookery.simulator.server;

import io.rookery.simulator.ledger.Ledger;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** Makes groups, and lets the linked devices of their members know of them. */
final class Groups {

    private final Directory directory;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Queues queues;
    private final Supplier<String> ids;

    Groups(Directory directory, Ledger ledger, InstantSource clock, Queues queues, Supplier<String> ids) {
        this.directory = directory;
        this.ledger = ledger;
        this.clock = clock;
        this.queues = queues;
        this.ids = ids;
    }

    /** Makes a group; its first member owns it. @throws Refused where a member has no phone */
    Group make(String subject, List<String> numbers) {
        List<String> members = numbers.stream().distinct().toList();
        if (members.isEmpty()) {
            throw new Refused(400, "A group has participants.");
        }
        members.forEach(directory::phone);
        Group group = Group.of(
                "120363" + ids.get() + "@g.us",
                subject,
                members,
                clock.instant().toString());
        directory.save(group);
        ledger.add("group", group.data().copy().put("account", group.owner()));
        for (String member : members) {
            directory.devicesOf(member).forEach(device -> queues.push(device, item(group)));
        }
        return group;
    }

    /** A device that was linked when the groups were there already hears of them at its first log-in. */
    void introduce(Device device) {
        if (!device.knowsGroups()) {
            directory.groupsOf(device.number()).forEach(group -> directory.enqueue(device, item(group)));
            device.knowsGroups(true);
            directory.save(device);
        }
    }

    JsonArray of(String number) {
        JsonArray all = new JsonArray();
        directory.groupsOf(number).forEach(group -> all.add(wire(group)));
        return all;
    }

    private JsonObject item(Group group) {
        return new JsonObject().put("kind", "group").put("group", wire(group));
    }

    /** What a page is told of a group: also the hidden ids and names of its members. */
    private JsonObject wire(Group group) {
        JsonArray participants = new JsonArray();
        for (String member : group.members()) {
            Phone phone = directory.phone(member);
            participants.add(new JsonObject()
                    .put("number", member)
                    .put("lid", phone.lid())
                    .put("name", phone.name())
                    .put("owner", member.equals(group.owner())));
        }
        return group.data().copy().put("participants", participants);
    }
}

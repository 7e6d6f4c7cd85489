package io.rookery.events;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.format.EventDeserializationException;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.rw.CloudEventRWException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Between the bytes on a topic and the records of this package: CloudEvents 1.0, structured JSON. Safe for use by many threads.
 *
 * <p>A command is judged strictly (an unknown field could mean harm if it were ignored); an event leniently (readers ignore what they do not know).
 */
public final class CloudEventCodec {
    public static final String CONTENT_TYPE = JsonFormat.CONTENT_TYPE;
    private static final String SPEC_VERSION = "1.0";
    private static final JsonFormat FORMAT = new JsonFormat();
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .changeDefaultPropertyInclusion(inclusion ->
                    inclusion.withValueInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL))
            .build();

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private CloudEventCodec() {}

    // ---- commands ----

    public static byte[] encode(CommandMessage message) {
        CloudEventBuilder event = CloudEventBuilder.v1()
                .withId(message.id().value())
                .withSource(message.source())
                .withType(message.command().type())
                .withSubject(message.session().value())
                .withData("application/json", JSON.writeValueAsBytes(message.command()));
        if (message.time() != null) event.withTime(utc(message.time()));
        extension(event, "expiresat", message.expiresAt());
        extension(event, "tenant", message.tenant());
        extension(event, "traceparent", message.traceparent());
        return FORMAT.serialize(event.build());
    }

    /** Never throws for what the bytes hold: whatever it is, the answer says what to do with it. */
    public static DecodedCommand decodeCommand(byte @Nullable [] value) {
        if (value == null || value.length == 0) return new DecodedCommand.Undecodable("the record has no value");
        JsonNode tree;
        try {
            tree = JSON.readTree(value);
        } catch (JacksonException e) {
            return new DecodedCommand.Undecodable("the value is not JSON");
        }
        if (!tree.isObject()) return new DecodedCommand.Undecodable("the value is not a JSON object");
        String subject = text(tree, "subject");
        String id = text(tree, "id");
        if (subject == null) return new DecodedCommand.Undecodable("subject (the session id) is missing");
        if (!SessionId.isValid(subject))
            return new DecodedCommand.Undecodable("subject (the session id) must match " + SessionId.PATTERN);
        if (id == null) return new DecodedCommand.Undecodable("id is missing");
        if (!CommandId.isValid(id))
            return new DecodedCommand.Undecodable("id must be 1 to 128 visible ASCII characters");
        SessionId session = new SessionId(subject);
        CommandId command = new CommandId(id);
        String type = Optional.ofNullable(text(tree, "type")).orElse("");
        TenantId tenant = null;
        try {
            tenant = tree.hasNonNull("tenant") ? new TenantId(tree.get("tenant").asString("")) : null;
            return new DecodedCommand.Valid(decode(value, tree, session, command, tenant, type));
        } catch (UnknownType e) {
            return new DecodedCommand.Invalid(
                    session,
                    command,
                    tenant,
                    type,
                    DecodedCommand.UNKNOWN_COMMAND_TYPE,
                    "type",
                    "is not a known command type");
        } catch (InvalidValue e) {
            return new DecodedCommand.Invalid(
                    session, command, tenant, type, DecodedCommand.INVALID_COMMAND, e.field(), e.sentence());
        }
    }

    private static CommandMessage decode(
            byte[] value, JsonNode tree, SessionId session, CommandId id, @Nullable TenantId tenant, String type)
            throws UnknownType {
        for (String attribute : new String[] {"specversion", "source", "type"})
            if (text(tree, attribute) == null) throw new InvalidValue(attribute, "is missing");
        if (!SPEC_VERSION.equals(text(tree, "specversion")))
            throw new InvalidValue("specversion", "must be " + SPEC_VERSION);
        CommandType kind = CommandType.ofType(type).orElseThrow(UnknownType::new);
        CloudEvent event = envelope(value);
        Command command = command(kind, tree.hasNonNull("data") ? tree.get("data") : JSON.createObjectNode());
        Instant expiresAt = tree.hasNonNull("expiresat")
                ? instant("expiresat", tree.get("expiresat").asString(""))
                : null;
        return new CommandMessage(
                session,
                id,
                event.getSource(),
                event.getTime() == null ? null : event.getTime().toInstant(),
                expiresAt,
                tenant,
                text(tree, "traceparent"),
                command);
    }

    /**
     * The {@code data} of a command, judged as strictly as on the topic.
     *
     * @throws InvalidValue where it does not fit the schema of its kind, with the field that is wrong
     */
    public static Command command(CommandType kind, JsonNode data) {
        Schemas.firstProblem(kind.schema(), data).ifPresent(problem -> {
            throw problem;
        });
        Command command = read(kind, data);
        if (command instanceof Command.Start start) StartOptions.check(start);
        return command;
    }

    private static Command read(CommandType kind, JsonNode data) {
        try {
            return JSON.treeToValue(data, kind.record());
        } catch (JacksonException e) { // what the schemas leave open: a time that is none
            throw new InvalidValue("data", "does not fit its type");
        }
    }

    private static CloudEvent envelope(byte[] value) {
        try {
            return FORMAT.deserialize(value);
        } catch (EventDeserializationException | CloudEventRWException e) {
            throw new InvalidValue("event", "is not a CloudEvent 1.0 in structured JSON");
        }
    }

    /** The options of a start as JSON, the form in which a session's record keeps them. */
    public static String writeStart(Command.Start start) {
        return JSON.writeValueAsString(start);
    }

    /** What {@link #writeStart} wrote; a start without options for an empty text. */
    public static Command.Start readStart(String json) {
        return json.isEmpty() ? new Command.Start(null) : JSON.readValue(json, Command.Start.class);
    }

    /** What a session has used of its limits as JSON, the form in which its record keeps it. */
    public static String writeUsage(Event.Usage usage) {
        return JSON.writeValueAsString(usage);
    }

    /** What {@link #writeUsage} wrote; null for an empty text. */
    public static Event.@Nullable Usage readUsage(String json) {
        return json.isEmpty() ? null : JSON.readValue(json, Event.Usage.class);
    }

    // ---- events ----

    public static byte[] encode(EventMessage message) {
        CloudEventBuilder event = CloudEventBuilder.v1()
                .withId(message.id())
                .withSource(EventMessage.source(message.session()))
                .withType(message.event().type())
                .withSubject(message.session().value())
                .withTime(utc(message.time()))
                .withData("application/json", JSON.writeValueAsBytes(message.event()));
        extension(event, "tenant", message.tenant());
        if (message.epoch() != null)
            event.withExtension("epoch", message.epoch().value());
        if (message.seq() != null) event.withExtension("seq", message.seq());
        extension(event, "worker", message.worker());
        extension(event, "commandid", message.commandId());
        extension(event, "traceparent", message.traceparent());
        // An attribute, so that it is at the same place in every event, and JSON as a text, because an attribute is no
        // object.
        if (message.metadata() != null && !message.metadata().isEmpty())
            event.withExtension("metadata", JSON.writeValueAsString(new TreeMap<>(message.metadata())));
        return FORMAT.serialize(event.build());
    }

    /** @throws InvalidValue where the value is no event of ours, with the field that is wrong */
    public static EventMessage decodeEvent(byte[] value) {
        JsonNode tree;
        try {
            tree = JSON.readTree(value);
        } catch (JacksonException e) {
            throw new InvalidValue("event", "is not JSON");
        }
        try {
            return event(tree);
        } catch (JacksonException e) {
            // What the schemas leave open: a time that is none, a number that is a text.
            throw new InvalidValue("data", "does not fit its type");
        }
    }

    private static EventMessage event(JsonNode tree) {
        String type = required(tree, "type");
        EventType kind =
                EventType.ofType(type).orElseThrow(() -> new InvalidValue("type", "is not a known event type"));
        JsonNode data = tree.hasNonNull("data") ? tree.get("data") : JSON.createObjectNode();
        Schemas.firstProblem(kind.schema(), data).ifPresent(problem -> {
            throw problem;
        });
        return new EventMessage(
                new SessionId(required(tree, "subject")),
                required(tree, "id"),
                instant("time", required(tree, "time")),
                tree.hasNonNull("tenant") ? new TenantId(tree.get("tenant").asString("")) : null,
                tree.hasNonNull("epoch") ? new Epoch(tree.get("epoch").asInt()) : null,
                tree.hasNonNull("seq") ? Integer.valueOf(tree.get("seq").asInt()) : null,
                tree.hasNonNull("worker") ? new WorkerId(tree.get("worker").asString("")) : null,
                tree.hasNonNull("commandid")
                        ? new CommandId(tree.get("commandid").asString(""))
                        : null,
                text(tree, "traceparent"),
                tree.hasNonNull("metadata")
                        ? JSON.readValue(tree.get("metadata").asString("{}"), TEXTS)
                        : null,
                JSON.treeToValue(data, kind.record()));
    }

    // ---- small parts ----

    private static @Nullable String text(JsonNode tree, String field) {
        JsonNode node = tree.get(field);
        return node == null || !node.isString() || node.asString().isEmpty() ? null : node.asString();
    }

    private static String required(JsonNode tree, String field) {
        String text = text(tree, field);
        if (text == null) throw new InvalidValue(field, "is missing");
        return text;
    }

    private static Instant instant(String field, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new InvalidValue(field, "must be an RFC 3339 time");
        }
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private static void extension(CloudEventBuilder event, String name, @Nullable Object value) {
        if (value != null) event.withExtension(name, value.toString());
    }

    /** Inner signal: told apart from a value that does not fit. */
    private static final class UnknownType extends Exception {
        private static final long serialVersionUID = 1L;
    }
}

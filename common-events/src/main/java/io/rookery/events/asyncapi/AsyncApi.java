package io.rookery.events.asyncapi;

import io.rookery.events.Topic;
import io.rookery.events.kafka.TopicSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The AsyncAPI 3 document of a cluster's topics. What people wrote of it is in {@code frame.json}; addresses, partitions, messages and schemas are put in here from what the code goes by, so that
 * they can't tell anything else.
 */
public final class AsyncApi {
    static final JsonMapper JSON = JsonMapper.shared();
    private static final String BINDING_VERSION = "0.5.0";
    private static final String REFERENCE = "$ref";

    private final ObjectNode document;
    private final TopicSettings settings;

    private AsyncApi(ObjectNode frame, TopicSettings settings) {
        this.document = frame;
        this.settings = settings;
    }

    /** @param settings of the cluster that is described */
    public static ObjectNode document(TopicSettings settings) {
        return new AsyncApi(resource("asyncapi/frame.json"), settings).fill();
    }

    private ObjectNode fill() {
        MessageCatalog messages = MessageCatalog.read();
        ObjectNode components = (ObjectNode) document.path("components");
        ((ObjectNode) components.path("schemas")).setAll(messages.schemas());
        ((ObjectNode) components.path("messages")).setAll(messages.messages());
        for (Map.Entry<String, JsonNode> channel : document.path("channels").properties())
            topic(channel.getKey()).ifPresent(topic -> fill((ObjectNode) channel.getValue(), topic, messages));
        for (JsonNode operation : document.path("operations")) point((ObjectNode) operation);
        return document;
    }

    /** The name of a topic's channel in the document. */
    public static String channel(Topic topic) {
        return topic.name("");
    }

    private static Optional<Topic> topic(String channel) {
        return Arrays.stream(Topic.values())
                .filter(topic -> channel(topic).equals(channel))
                .findFirst();
    }

    private void fill(ObjectNode channel, Topic topic, MessageCatalog messages) {
        channel.put("address", settings.name(topic));
        ObjectNode carried = channel.putObject("messages");
        for (String message : messages.of(topic)) carried.set(message, reference("components", "messages", message));
        ObjectNode kafka = channel.putObject("bindings").putObject("kafka");
        kafka.put("topic", settings.name(topic));
        kafka.put("partitions", settings.partitions(topic));
        kafka.put("replicas", settings.replication());
        ObjectNode kept = kafka.putObject("topicConfiguration");
        topic.retention()
                .ifPresentOrElse(
                        time -> {
                            kept.putArray("cleanup.policy").add("delete");
                            kept.put("retention.ms", time.toMillis());
                        },
                        () -> kept.putArray("cleanup.policy").add("compact"));
        kafka.put("bindingVersion", BINDING_VERSION);
    }

    /** The frame names channels and tags; the document refers to them. */
    private void point(ObjectNode operation) {
        String channel = operation.path("channel").asString();
        operation.set("channel", reference("channels", channel));
        operation.set("messages", messagesOf(channel));
        if (operation.has("reply")) {
            String answers = operation.path("reply").asString();
            ObjectNode reply = operation.putObject("reply");
            reply.set("channel", reference("channels", answers));
            reply.putArray("messages").add(reference("channels", answers, "messages", MessageCatalog.OUTCOME));
        }
        List<String> names =
                operation.path("tags").valueStream().map(JsonNode::asString).toList();
        ArrayNode tags = operation.putArray("tags");
        names.forEach(name -> tags.addObject().put("name", name));
    }

    private ArrayNode messagesOf(String channel) {
        ArrayNode messages = JSON.createArrayNode();
        document.path("channels")
                .path(channel)
                .path("messages")
                .propertyNames()
                .forEach(message -> messages.add(reference("channels", channel, "messages", message)));
        return messages;
    }

    static ObjectNode reference(String... path) {
        return JSON.createObjectNode().put(REFERENCE, "#/" + String.join("/", path));
    }

    /** @param name below {@code io.rookery.events} */
    static ObjectNode resource(String name) {
        try (InputStream in = Topic.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalStateException("no resource " + name);
            return (ObjectNode) JSON.readTree(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.rookery.systest.world;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every record of every topic that an AsyncAPI document names, judged by that document: its address, its key, its headers, its payload. What tests wrote on purpose to be refused is told apart: on the
 * topic of commands a misfit counts only where Rookery itself wrote it, which its header says.
 */
public final class Published {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Duration POLL = Duration.ofMillis(200);

    private final JsonNode document;
    private final Map<String, Schema> compiled = new HashMap<>();
    private final Set<String> messages = new TreeSet<>();
    private final List<String> misfits = new ArrayList<>();

    private Published(JsonNode document) {
        this.document = document;
    }

    /** Reads what is there now. */
    public static Published read(String bootstrap, JsonNode document) {
        var published = new Published(document);
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap, ConsumerConfig.CLIENT_ID_CONFIG, "published");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (Map.Entry<String, JsonNode> channel : document.path("channels").properties())
                published.read(consumer, channel.getKey(), channel.getValue());
        }
        return published;
    }

    /** The names of those that were seen. */
    public Set<String> messages() {
        return messages;
    }

    public List<String> misfits() {
        return misfits;
    }

    private void read(KafkaConsumer<byte[], byte[]> consumer, String name, JsonNode channel) {
        String topic = channel.path("address").asString();
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        if (partitions.size() != channel.at("/bindings/kafka/partitions").asInt())
            misfits.add(topic + " has " + partitions.size() + " partitions");
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L)))
            consumer.poll(POLL).forEach(record -> judge(name, channel, record));
    }

    private void judge(String name, JsonNode channel, ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) return;
        String problem = problem(channel, record);
        boolean isOfATest = name.equals("commands") && header(record, "content-type") == null;
        if (problem != null && !isOfATest)
            misfits.add("%s-%d@%d: %s".formatted(record.topic(), record.partition(), record.offset(), problem));
    }

    private @Nullable String problem(JsonNode channel, ConsumerRecord<byte[], byte[]> record) {
        List<String> carried = List.copyOf(channel.path("messages").propertyNames());
        String only = carried.size() == 1 ? carried.getFirst() : null;
        if (only != null && !contentType(only).contains("json")) return headers(only, record);
        JsonNode value;
        try {
            value = JSON.readTree(record.value());
        } catch (JacksonException e) {
            return "no JSON";
        }
        String type = value.path("type").asString("");
        String message = only != null
                ? only
                : carried.stream()
                        .filter(it -> message(it).path("name").asString().equals(type))
                        .findFirst()
                        .orElse(null);
        if (message == null) return "no message of this channel: " + type;
        messages.add(message);
        String headers = headers(message, record);
        if (headers != null) return headers;
        String key = key(message, record);
        if (key != null) return key;
        var errors =
                compiled(message, "payload", message(message).path("payload")).validate(value);
        return errors.isEmpty() ? null : message + " " + errors;
    }

    private JsonNode message(String name) {
        return document.path("components").path("messages").path(name);
    }

    private String contentType(String message) {
        return message(message).path("contentType").asString("");
    }

    private @Nullable String key(String message, ConsumerRecord<byte[], byte[]> record) {
        JsonNode schema = message(message).at("/bindings/kafka/key");
        if (schema.isMissingNode()) return null;
        if (record.key() == null) return message + " without a key";
        JsonNode key = JSON.getNodeFactory().stringNode(text(record.key()));
        return compiled(message, "key", schema).validate(key).isEmpty() ? null : message + " with another key";
    }

    private @Nullable String headers(String message, ConsumerRecord<byte[], byte[]> record) {
        JsonNode schema = message(message).path("headers");
        if (schema.isMissingNode()) return null;
        ObjectNode headers = JSON.createObjectNode();
        for (Header header : record.headers()) headers.put(header.key(), text(header.value()));
        var errors = compiled(message, "headers", schema).validate(headers);
        return errors.isEmpty() ? null : message + " headers " + errors;
    }

    private Schema compiled(String message, String part, JsonNode schema) {
        return compiled.computeIfAbsent(message + " " + part, any -> {
            ObjectNode whole = ((ObjectNode) schema).deepCopy();
            whole.set("components", document.path("components"));
            return REGISTRY.getSchema(whole);
        });
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : text(header.value());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }
}

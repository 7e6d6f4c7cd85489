package io.rookery.events.kafka;

import io.rookery.events.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes and checks the topics at a program's start. Blocks. */
public final class TopicCatalog {
    private final Admin admin;
    private final TopicSettings settings;
    private final Duration timeout;

    public TopicCatalog(Admin admin, TopicSettings settings, Duration timeout) {
        this.admin = admin;
        this.settings = settings;
        this.timeout = timeout;
    }

    /**
     * Creates what is missing, where that is allowed, and checks what is there.
     *
     * @throws TopicsUnusable with one sentence for the operator
     */
    public void prepare() throws TopicsUnusable {
        try {
            List<String> existing =
                    new ArrayList<>(admin.listTopics().names().get(timeout.toMillis(), TimeUnit.MILLISECONDS));
            List<NewTopic> missing = Arrays.stream(Topic.values())
                    .filter(topic -> !existing.contains(settings.name(topic)))
                    .map(this::definition)
                    .toList();
            if (!missing.isEmpty()) create(missing);
            check();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicsUnusable("interrupted while preparing the topics");
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new TopicsUnusable(reason(cause));
        }
    }

    /** Kafka's own words where they tell an operator what to mend: they hold no credentials. */
    private static String reason(Throwable failure) {
        return switch (failure) {
            case SslAuthenticationException refused ->
                "TLS is refused: " + root(refused).getMessage();
            case AuthenticationException refused -> "Kafka refuses the log-in: " + refused.getMessage();
            case AuthorizationException refused -> "Kafka's ACLs refuse it: " + refused.getMessage();
            default -> "Kafka did not answer: " + failure.getClass().getSimpleName();
        };
    }

    private static Throwable root(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) cause = cause.getCause();
        return cause;
    }

    private void create(List<NewTopic> missing)
            throws TopicsUnusable, InterruptedException, ExecutionException, TimeoutException {
        if (!settings.create())
            throw new TopicsUnusable("topics are missing and rookery.topics.create is false: "
                    + missing.stream().map(NewTopic::name).toList());
        for (var result : admin.createTopics(missing).values().entrySet()) {
            try {
                result.getValue().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) throw e;
            }
        }
    }

    private void check() throws TopicsUnusable, InterruptedException, ExecutionException, TimeoutException {
        String commands = settings.name(Topic.COMMANDS);
        TopicDescription description = admin.describeTopics(List.of(commands))
                .allTopicNames()
                .get(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .get(commands);
        int partitions = description == null ? 0 : description.partitions().size();
        if (partitions != settings.commandPartitions())
            throw new TopicsUnusable(
                    "topic " + commands + " has " + partitions + " partitions, rookery.topics.command-partitions says "
                            + settings.commandPartitions() + "; the number is fixed for the life of a cluster");
    }

    private NewTopic definition(Topic topic) {
        Map<String, String> config = new HashMap<>();
        config.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(settings.minInsyncReplicas()));
        // A segment ages out as a whole: in small ones a command goes before the outcome that says it was answered.
        if (topic == Topic.COMMANDS)
            config.put(
                    TopicConfig.SEGMENT_MS_CONFIG,
                    Long.toString(Duration.ofHours(12).toMillis()));
        topic.retention()
                .ifPresentOrElse(
                        kept -> config.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(kept.toMillis())),
                        () -> config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        return new NewTopic(settings.name(topic), settings.partitions(topic), settings.replication()).configs(config);
    }

    /** The topics can't be used as they are; the message is for the operator. */
    public static final class TopicsUnusable extends Exception {
        private static final long serialVersionUID = 1L;

        TopicsUnusable(String message) {
            super(message);
        }
    }
}

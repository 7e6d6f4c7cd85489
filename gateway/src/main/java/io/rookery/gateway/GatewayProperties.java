package io.rookery.gateway;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The gateway's own settings.
 *
 * @param apiKeyFile a file with an owner's API key, beside those that are made at run time; none by default
 * @param publishTimeout how long a command may wait for Kafka's acknowledgement; afterwards the caller gets 503
 * @param kafkaSilence how long nothing at all may come from Kafka while a command waits; then the caller gets 503, though the command may still be taken
 * @param requestBudget how much the requests that change something may hold at once, in bodies and in what belongs to them
 * @param startTimeout how long Kafka and Redis may take to answer at the start
 * @param lookback how far back the event topics are read at the start, so that codes, outcomes and streams survive a restart
 * @param heldEvents how many events are held for streams that come back with a {@code Last-Event-ID}
 * @param heldSize how much of them
 * @param streams how many event streams may be open at once
 * @param catchUps how many of them may read from Kafka at once what is not held any more
 * @param heartbeat between two comments on an idle stream
 * @param outcomes how many outcomes are remembered
 * @param outcomesFor how long they are remembered
 */
@ConfigurationProperties("rookery.gateway")
public record GatewayProperties(
        @Nullable Path apiKeyFile,
        @DefaultValue("2500ms") Duration publishTimeout,
        @DefaultValue("160ms") Duration kafkaSilence,
        @DefaultValue("32MB") DataSize requestBudget,
        @DefaultValue("8s") Duration startTimeout,
        @DefaultValue("5m") Duration lookback,
        @DefaultValue("10000") int heldEvents,
        @DefaultValue("16MB") DataSize heldSize,
        @DefaultValue("2000") int streams,
        @DefaultValue("32") int catchUps,
        @DefaultValue("15s") Duration heartbeat,
        @DefaultValue("20000") int outcomes,
        @DefaultValue("15m") Duration outcomesFor) {

    /** An empty setting is none: an empty path would be a folder. */
    public boolean hasApiKeyFile() {
        return apiKeyFile != null && !apiKeyFile.toString().isBlank();
    }

    /** @throws IllegalStateException where there is none */
    public Path requiredApiKeyFile() {
        if (apiKeyFile == null) throw new IllegalStateException("no file of a key is set");
        return apiKeyFile;
    }
}

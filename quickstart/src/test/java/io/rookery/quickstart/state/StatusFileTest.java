package io.rookery.quickstart.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.quickstart.Cluster;
import io.rookery.quickstart.ClusterOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class StatusFileTest {
    @TempDir
    Path data;

    @Test
    void scriptsFindWhatTheyNeed() {
        try (var cluster = new Cluster(ClusterOptions.in(data).withWorkers(2))) {
            ClusterStatus status = ClusterStatus.of(cluster, ProcessHandle.current(), true, Map.of("gateway", 1))
                    .withSessions(Map.of("worker-1", 3));
            JsonNode json = Json.MAPPER.readTree(Json.text(status));

            assertThat(json.at("/gateway/url").asString())
                    .isEqualTo(cluster.gateway().url());
            assertThat(json.at("/gateway/apiKeyFile").asString())
                    .isEqualTo(data.resolve("apikey").toString());
            assertThat(json.at("/kafka/bootstrapServers").asString())
                    .isEqualTo(cluster.kafka().bootstrapServers());
            assertThat(json.at("/redis/url").asString())
                    .isEqualTo(cluster.redis().url());
            assertThat(json.at("/s3/endpoint").asString())
                    .isEqualTo(cluster.s3().endpoint());
            assertThat(json.at("/simulator/url").asString()).startsWith("http://127.0.0.1:");
            assertThat(json.at("/simulator/pageUrl").asString()).contains("{session}");
            assertThat(json.at("/workers/0/id").asString()).isEqualTo("worker-1");
            assertThat(json.at("/workers/0/sessions").asInt()).isEqualTo(3);
            assertThat(json.at("/workers/1/sessions").asInt()).isZero();
            assertThat(json.at("/workers/0").has("pid")).isTrue();
            assertThat(json.at("/restarts/gateway").asInt()).isEqualTo(1);
        }
    }

    @Test
    void aLiveClusterHasNoSimulator() {
        try (var cluster = new Cluster(ClusterOptions.in(data).withLive(true))) {
            JsonNode json =
                    Json.MAPPER.readTree(Json.text(ClusterStatus.of(cluster, ProcessHandle.current(), true, Map.of())));
            assertThat(json.has("simulator")).isFalse();
            assertThat(json.at("/mode").asString()).isEqualTo("live");
        }
    }

    @Test
    void whatIsWrittenIsReadAgainByTheOwnerOnly() throws Exception {
        var file = new StatusFile(data);
        assertThat(file.read().running()).isFalse();
        try (var cluster = new Cluster(ClusterOptions.in(data))) {
            ClusterStatus status = ClusterStatus.of(cluster, ProcessHandle.current(), true, Map.of());
            file.write(status);
            assertThat(file.read()).isEqualTo(status);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.file())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aClusterWhoseProcessIsGoneCountsAsStopped() throws Exception {
        var file = new StatusFile(data);
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        try (var cluster = new Cluster(ClusterOptions.in(data))) {
            ClusterStatus mine = ClusterStatus.of(cluster, ProcessHandle.current(), true, Map.of());
            String text = Json.text(mine)
                    .replace("\"pid\" : " + ProcessHandle.current().pid(), "\"pid\" : " + gone.pid());
            Files.writeString(file.file(), text);
        }
        assertThat(file.read()).isEqualTo(ClusterStatus.stopped(data.toString()));
    }
}

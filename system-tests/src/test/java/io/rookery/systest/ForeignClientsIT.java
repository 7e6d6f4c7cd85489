package io.rookery.systest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.systest.world.NodeScripts;
import io.rookery.systest.world.Published;
import io.rookery.systest.world.SharedWorld;
import io.rookery.systest.world.World;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Those who know Rookery from its documents alone: a client that is generated from the OpenAPI file, and kafkajs with the CloudEvents SDK after the AsyncAPI file. */
@ExtendWith(SharedWorld.class)
class ForeignClientsIT {
    private final World world;

    ForeignClientsIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void install() {
        NodeScripts.install();
    }

    @Test
    void aGeneratedClientWalksThroughTheDemo() {
        world.onlyWorker();
        NodeScripts.write("openapi.json", world.api().get("/v3/api-docs").body());
        NodeScripts.run(
                "generate",
                Map.of(),
                "node",
                "node_modules/@hey-api/openapi-ts/bin/index.cjs",
                "-i",
                "openapi.json",
                "-o",
                "generated",
                "-c",
                "@hey-api/client-fetch");
        // Strict: a field that the description does not have, or a wrong type, does not compile.
        NodeScripts.run("compile", Map.of(), "node", "node_modules/typescript/bin/tsc");
        String bob = world.phone();
        String said = NodeScripts.run("walk", setting("generated", bob), "node", "built/walk.js");
        assertThat(said).contains("linked", "sent", "refused", "destroyed", "forgotten");
        assertThat(world.people().texts(bob)).containsExactly("generated");
    }

    @Test
    void kafkajsAndTheCloudEventsSdkWriteACommandAndReadItsOutcome_andWhateverIsOnTheTopicsFitsTheDocument() {
        world.onlyWorker();
        String bob = world.phone();
        NodeScripts.run("topics", setting("foreign", bob), "node", "topics.cjs");
        assertThat(world.people().texts(bob)).containsExactly("by kafkajs");

        JsonNode document = world.api().get("/v3/asyncapi.json").json();
        Published published = Published.read(world.cluster().kafka().bootstrapServers(), document);
        assertThat(published.misfits()).isEmpty();
        assertThat(published.messages())
                .contains(
                        "command.session.start",
                        "command.message.send",
                        "event.session.status",
                        "event.session.qr",
                        "event.session.record",
                        "event.session.fence",
                        "event.command.outcome",
                        "event.message.sent");
    }

    private Map<String, String> setting(String session, String bob) {
        return Map.of(
                "GATEWAY", world.cluster().gateway().url(),
                "KEY", world.key(),
                "KAFKA", world.cluster().kafka().bootstrapServers(),
                "SIMULATOR", world.cluster().simulator().orElseThrow().url(),
                "SESSION", session,
                "ALICE", world.phone(),
                "BOB", bob);
    }
}

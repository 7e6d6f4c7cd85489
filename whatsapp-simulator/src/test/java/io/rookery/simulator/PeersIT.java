package io.rookery.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The simulator is honest as long as software that nobody here wrote accepts it: each of these programs is taken from
 * npm as it is and lives a small life on the page. They wait for most of their time, so two live side by side, each with a simulator of its own.
 */
@Execution(ExecutionMode.CONCURRENT)
class PeersIT {

    private static final Path PEERS = Path.of("target", "peers").toAbsolutePath();
    private static final Duration NPM_LIMIT = Duration.ofMinutes(5);
    private static final Duration SCRIPT_LIMIT = Duration.ofSeconds(160);

    /**
     * Exports that the list of the real page's does not have where wa-js needs them: it re-exports the first in a way
     * that the list does not see, and the module of the second, which clients find by its export, is not in the list.
     */
    private static final Set<String> UNLISTED =
            Set.of("WAWebMedia.uploadProductImage", "WAWebMediaDataUtils.isAnimatedWebp");

    private Simulator simulator;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        Files.createDirectories(PEERS);
        try (Stream<Path> sources = Files.list(Path.of("src", "test", "peers"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                Files.copy(source, PEERS.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path lock = PEERS.resolve("package-lock.json");
        Path installed = PEERS.resolve("installed-lock.json");
        if (Files.exists(installed) && Files.mismatch(lock, installed) < 0) {
            return;
        }
        Map<String, String> noBrowser = Map.of("PUPPETEER_SKIP_DOWNLOAD", "1");
        execute("npm-ci", noBrowser, NPM_LIMIT, "npm", "ci", "--no-audit", "--no-fund");
        Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
    }

    @BeforeEach
    void startSimulator() {
        simulator = Simulator.start(SimulatorOptions.inMemory());
    }

    @AfterEach
    void stopSimulator() {
        simulator.close();
    }

    @Test
    void waJs_findsEverything_andComplainsOfNothing() throws IOException, InterruptedException {
        run("wa-js.cjs");
    }

    @Test
    void replies_edits_revocations_reactions_andForwards_reachTheOtherPage() throws IOException, InterruptedException {
        run("texts.cjs");
    }

    @Test
    void locations_contactCards_andPolls_reachTheOtherPage() throws IOException, InterruptedException {
        run("cards.cjs");
    }

    @Test
    void mediaOfEachKind_arriveAsTheyWereSent() throws IOException, InterruptedException {
        run("media.cjs");
    }

    @Test
    void groups_hiddenIds_chatsAndContacts_areThere() throws IOException, InterruptedException {
        run("groups.cjs");
    }

    @Test
    void aProfileOfAnEarlierState_readsOnlyAfterARetry() throws IOException, InterruptedException {
        run("ratchets.cjs");
    }

    @Test
    void faultsOfTheConnectionAndOfMessages_areSeen_andOvercome() throws IOException, InterruptedException {
        run("faults.cjs");
    }

    @Test
    void codesThatRunOut_versions_andBans_areSeen() throws IOException, InterruptedException {
        run("linking.cjs");
    }

    @Test
    void wppconnect_pairsSendsReceivesAndLogsOut() throws IOException, InterruptedException {
        run("wppconnect.cjs");
    }

    @Test
    void whatsappWebJs_pairsSendsReceivesAndLogsOut() throws IOException, InterruptedException {
        run("whatsapp-web.cjs");
    }

    /** Every name of the page is WhatsApp Web's, so that nobody builds on what does not exist there. */
    @Test
    void modulesAndExports_areThoseOfTheRealPage() throws IOException, InterruptedException {
        JsonObject real = realExports();
        JsonObject ours = new JsonObject(run("names.cjs").strip());
        List<String> invented = new ArrayList<>();
        ours.forEach(module -> {
            if (isOwnPlumbing(module.getKey())) {
                return;
            }
            JsonArray known = real.getJsonArray(module.getKey(), new JsonArray());
            for (Object name : (JsonArray) module.getValue()) {
                String export = module.getKey() + "." + name;
                if (!known.contains(name) && !UNLISTED.contains(export)) {
                    invented.add(export);
                }
            }
        });
        assertThat(ours.size()).as("modules of the page").isGreaterThan(100);
        assertThat(invented).isEmpty();
    }

    /**
     * The one exception to the rule: names with {@code sim/} are the simulator's insides (storage, socket, pairing,
     * user interface). Clients cannot see them: they only consider names that begin with WA or useWA.
     */
    private static boolean isOwnPlumbing(String module) {
        return module.startsWith("sim/");
    }

    private static JsonObject realExports() throws IOException {
        try (InputStream in = PeersIT.class.getResourceAsStream("/whatsapp-web-exports.json")) {
            assertThat(in).isNotNull();
            return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private String run(String script) throws IOException, InterruptedException {
        Map<String, String> environment = Map.of(
                "SIMULATOR_HTTP", simulator.httpUri().toString(),
                "SIMULATOR_HTTPS", simulator.httpsUri().toString(),
                "CHROMIUM", Chromium.find().toString());
        return execute(script, environment, SCRIPT_LIMIT, "node", script);
    }

    /** Runs a program to its end. @return what it wrote to its standard output */
    private static String execute(String name, Map<String, String> environment, Duration limit, String... command)
            throws IOException, InterruptedException {
        Path output = PEERS.resolve(name + ".out");
        Path errors = PEERS.resolve(name + ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(PEERS.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(limit);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String said = name + ":\n" + Files.readString(output) + Files.readString(errors);
        assertThat(ended).as(said).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return Files.readString(output);
    }
}

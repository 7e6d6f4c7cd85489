package io.rookery.systest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.quickstart.WorkerProcess;
import io.rookery.systest.check.Checker;
import io.rookery.systest.world.Api;
import io.rookery.systest.world.EventTape;
import io.rookery.systest.world.Scrape;
import io.rookery.systest.world.SharedWorld;
import io.rookery.systest.world.StartScript;
import io.rookery.systest.world.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is stored of a real browser's profile: it comes back from the worker's own disk where it can, and an operator can look at it, take it out, put it in, and go back. Never with a new code. */
@ExtendWith(SharedWorld.class)
class ProfilesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String FETCHED = "rookery_profile_bytes_fetched_total";
    private static final String RESTORES = "rookery_profile_restore_seconds_count";
    private static final String SESSION = "kept";

    private final World world;
    private final Api api;

    ProfilesIT(World world) {
        this.world = world;
        this.api = world.api();
    }

    @Test
    void aProfileComesBack_fromTheDisk_fromTheStore_andFromAFile(@TempDir Path directory) {
        WorkerProcess worker = world.onlyWorker();
        world.pair(List.of(SESSION));
        world.awaitStored(SESSION);
        close();

        Scrape before = Scrape.of(worker.url());
        start();
        Scrape after = Scrape.of(worker.url());
        assertThat(grown(RESTORES, before, after)).as("restores").isEqualTo(1);
        assertThat(grown(FETCHED, before, after))
                .as("bytes fetched, where all is on the disk")
                .isZero();
        close();

        List<String> generations = list();
        assertThat(generations).hasSizeGreaterThan(1);
        assertThat(generations.getFirst()).endsWith("current");
        assertThat(generations).noneMatch(line -> line.contains("damaged"));

        Path file = directory.resolve("kept.profile");
        String newest = generations.getFirst().split(" ", 2)[0];
        assertThat(profiles("export", SESSION, file.toString()).getFirst()).contains(newest);
        assertThat(file).isNotEmptyFile();
        Api.Answer shown = api.call("GET", "/v1/sessions/" + SESSION + "/profile", "", Map.of());
        assertThat(shown.text("generation")).as(shown.toString()).isEqualTo(newest);

        String older = generations.get(1).split(" ", 2)[0];
        assertThat(profiles("restore", SESSION, older).getFirst()).startsWith("restored as generation ");
        assertThat(list().getFirst()).doesNotStartWith(newest + " ").endsWith("current");
        start();
        close();

        assertThat(world.script()
                        .run("profiles", "import", SESSION, file.toString())
                        .errors())
                .as("a profile is not superseded by chance")
                .singleElement()
                .asString()
                .contains("--replace");
        assertThat(profiles("import", SESSION, file.toString(), "--replace").getFirst())
                .startsWith("imported as generation ");
        start();

        assertThat(world.tape().of(SESSION, Event.Qr.class)).as("codes").isNotEmpty();
        assertThat(world.tape().of(SESSION).filter(it -> it.event() instanceof Event.Qr && EventTape.epoch(it) > 1))
                .as("codes after the first start")
                .isEmpty();
        assertThat(api.call("DELETE", "/v1/sessions/" + SESSION, "", Map.of("Prefer", "wait=30"))
                        .text("status"))
                .isEqualTo("succeeded");
        assertThat(world.script().run("profiles", "list", SESSION).output())
                .singleElement()
                .asString()
                .contains("current, deletion");
        assertThat(Files.exists(file)).as("what was exported stays").isTrue();
        assertThat(new Checker(1).violations(world.evidence())).isEmpty();
    }

    private void close() {
        Api.Answer closed = api.postAndWait("/v1/sessions/" + SESSION + "/close", "");
        assertThat(closed.text("status")).as(closed.toString()).isEqualTo("succeeded");
        // Given up, not only closed: a start before that would go on in the same epoch.
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> api.get("/v1/sessions/" + SESSION).text("desired").equals("STOPPED"));
    }

    private void start() {
        int before = world.tape().of(SESSION).mapToInt(EventTape::epoch).max().orElseThrow();
        assertThat(api.call("PUT", "/v1/sessions/" + SESSION, "{}", Map.of()).status())
                .isEqualTo(202);
        EventMessage ready = world.tape().awaitReady(SESSION, before, LIMIT);
        assertThat(EventTape.epoch(ready)).isGreaterThan(before);
    }

    private List<String> list() {
        return profiles("list", SESSION);
    }

    /** @return the lines of standard output */
    private List<String> profiles(String... words) {
        List<String> all = new ArrayList<>(List.of("profiles"));
        all.addAll(List.of(words));
        StartScript.End end = world.script().run(all.toArray(String[]::new));
        assertThat(end.exitCode()).as(end.toString()).isZero();
        assertThat(end.output()).as(end.toString()).isNotEmpty();
        return end.output();
    }

    private static double grown(String metric, Scrape before, Scrape after) {
        return after.sums().getOrDefault(metric, 0.0) - before.sums().getOrDefault(metric, 0.0);
    }
}

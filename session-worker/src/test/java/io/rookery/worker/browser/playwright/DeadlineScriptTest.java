package io.rookery.worker.browser.playwright;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The page's deadline when clocks are set: {@code deadline.js} in Node.js, with clocks of ours. */
class DeadlineScriptTest {
    private static final String PAGE = """
            let wall = 1_000_000, steady = 500;
            Date.now = () => wall;
            Object.defineProperty(globalThis, 'performance', { value: { now: () => steady } });
            globalThis.setTimeout = () => 0; globalThis.clearTimeout = () => {};
            globalThis.sessionStorage = { getItem: () => null, setItem: () => {} };
            globalThis.location = { replace: () => {} };
            globalThis.window = { rookeryTell: undefined, stop: () => {}, addEventListener: () => {} };
            const rookery = { binding: 'rookeryTell', deadline: 1_012_000 };
            const pass = (millis) => { wall += millis; steady += millis; };
            """;

    @Test
    void itPasses_onEitherClock() throws Exception {
        assertThat(run("pass(11_999); print(deadline.passed()); pass(1); print(deadline.passed());"))
                .isEqualTo("false true ");
    }

    @Test
    void aClockThatIsSetBack_grantsNothing() throws Exception {
        assertThat(
                        run(
                                "pass(6_000); wall -= 3_600_000; pass(5_999); print(deadline.passed()); pass(1); print(deadline.passed());"))
                .isEqualTo("false true ");
    }

    @Test
    void aClockThatIsSetForward_looksLikeASleep() throws Exception {
        assertThat(run("wall += 3_600_000; print(deadline.passed());")).isEqualTo("true ");
    }

    @Test
    void afterAClockWasSetBack_theNextWordCounts() throws Exception {
        assertThat(
                        run(
                                "pass(5_000); wall -= 3_600_000; deadline.extend(wall + 12_000); pass(11_999); print(deadline.passed()); pass(1); print(deadline.passed());"))
                .isEqualTo("false true ");
    }

    @Test
    void aWordThatArrivesLate_grantsNothing() throws Exception {
        assertThat(
                        run(
                                "const said = wall + 12_000; pass(11_000); deadline.extend(said); pass(1_000); print(deadline.passed());"))
                .isEqualTo("true ");
    }

    private static String run(String story) throws IOException, InterruptedException {
        String program = PAGE + "(() => {" + script() + "\n"
                + "const print = (value) => process.stdout.write(value + ' ');" + story + "})();";
        Process node = new ProcessBuilder("node", "-e", program)
                .redirectErrorStream(true)
                .start();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        node.waitFor();
        return output;
    }

    private static String script() throws IOException {
        try (var in = Objects.requireNonNull(
                DeadlineScriptTest.class.getResourceAsStream("/io/rookery/worker/browser/deadline.js"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

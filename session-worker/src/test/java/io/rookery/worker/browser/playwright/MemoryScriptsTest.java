package io.rookery.worker.browser.playwright;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the bridge keeps in a page that lives for weeks: its scripts in Node.js, in a world of ours. */
class MemoryScriptsTest {
    private static final String WORLD = """
            const print = (value) => process.stdout.write(value + ' ');
            const answers = [];
            const line = { say: async (text) => { answers.push(JSON.parse(text)); return ''; } };
            const text = (value) => String(value);
            const messageOf = (error) => error.message;
            const done = (value) => ({ done: value ?? null });
            const refused = (code, why) => ({ refused: code, text: why });
            const refusal = (code, why) => Object.assign(new Error(why), { refusal: refused(code, why) });
            const deadline = { passed: () => false };
            globalThis.document = { createElement: () => ({ files: [{ name: 'a file' }] }) };
            """;
    private static final String PARTS = """
            let hold;
            const sending = { send: async (call) => (call.hangs ? new Promise((go) => { hold = go; }) : done(call.source?.name)), find: async () => done() };
            const acts = { act: async () => done() };
            const downloads = { download: async () => done() };
            globalThis.window = { WPP: { isFullReady: true } };
            const settled = () => new Promise((go) => setTimeout(go, 50));
            const send = (id, more) => calls.receive(JSON.stringify({ kind: 'send', id, until: Date.now() + 60_000, file: { token: 'm1' }, ...more }));
            const hand = () => calls.receive(JSON.stringify({ kind: 'file', token: 'm1' }));
            """;
    private static final String WHATSAPP = """
            let asked = 0;
            globalThis.window = {};
            globalThis.WPP = { on: () => {}, contact: { queryExists: async (wid) => { asked += 1; return { wid }; } } };
            """;

    @Test
    void anAnsweredCall_leavesNoClockBehind() throws Exception {
        String story = """
                for (let id = 0; id < 50; id++) send(id);
                await settled();
                print(answers.length);
                print(process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length);
                """;
        assertThat(run(PARTS, story, "files.js", "calls.js")).isEqualTo("50 0 ");
    }

    @Test
    void aCallWithoutAnAnswer_isGivenUpInTime() throws Exception {
        String story = """
                send(1, { hangs: true, until: Date.now() + 100 });
                send(2);
                await settled(); print(answers.length);
                await settled(); await settled(); print(answers.map((it) => it.lost ?? it.answer).join());
                """;
        assertThat(run(PARTS, story, "files.js", "calls.js")).isEqualTo("0 the page did not answer in time,2 ");
    }

    @Test
    void aFile_isOfOneCall_andOneThatComesTooLateLeavesNone() throws Exception {
        String story = """
                hand(); send(1);
                hand(); send(2, { until: 0 });
                send(3);
                await settled(); print(JSON.stringify(answers.map((it) => it.done ?? it.lost ?? null)));
                """;
        assertThat(run(PARTS, story, "files.js", "calls.js"))
                .isEqualTo("[\"a file\",\"the call came too late\",null] ");
    }

    @Test
    void ofTheNumbersThatWereLookedUp_theOldestAreForgotten() throws Exception {
        String story = """
                const number = (n) => `4917${String(n).padStart(8, '0')}@c.us`;
                for (let n = 0; n < 5_000; n++) await chats.accountOf(number(n));
                await chats.accountOf(number(0)); print(asked);
                await chats.accountOf(number(5_000));
                print(await chats.accountOf(number(0))); print(asked);
                """;
        assertThat(run(WHATSAPP, story, "messages.js", "chats.js")).isEqualTo("5000 491700000000@c.us 5002 ");
    }

    private static String run(String world, String story, String... scripts) throws IOException, InterruptedException {
        String bridge = Arrays.stream(scripts).map(MemoryScriptsTest::resource).collect(Collectors.joining("\n"));
        Process node = new ProcessBuilder(
                        "node",
                        "-e",
                        WORLD + "(async () => {" + world + bridge + "\n" + story + "\nprocess.exit();})();")
                .redirectErrorStream(true)
                .start();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        node.waitFor();
        return output;
    }

    private static String resource(String name) {
        try (var in = Objects.requireNonNull(
                MemoryScriptsTest.class.getResourceAsStream("/io/rookery/worker/browser/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

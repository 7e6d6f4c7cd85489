package io.rookery.worker.browser.playwright;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** {@code pulse.js} and {@code pairing.js} in Node.js, with a clock, a socket and a WhatsApp of ours. */
class LifecycleScriptsTest {
    private static final String CLOCK = """
            let now = 1_000;
            Date.now = () => now;
            Object.defineProperty(globalThis, 'performance', { value: { now: () => now } });
            const pass = (seconds) => { now += seconds * 1000; };
            const print = (value) => process.stdout.write(value + ' ');
            """;
    private static final String SOCKET = """
            globalThis.window = { WebSocket: class {
              sent = 0;
              listeners = [];
              addEventListener(name, listener) { this.listeners.push(listener); }
              send() { this.sent += 1; }
              hear() { this.listeners.forEach((listener) => listener()); }
            } };
            """;
    private static final String WHATSAPP = """
            const told = [];
            const say = (event, data) => told.push(data?.reason ? event + ':' + data.reason : event);
            const messageOf = (error) => error.message;
            const registered = () => false;
            let refuses = true;
            globalThis.WPP = { whatsapp: { Conn: { ref: 'a' } }, conn: {
              getAuthCode: async () => ({ fullCode: '2@code' }),
              refreshQR: async () => {},
              genLinkDeviceCodeForPhoneNumber: async () => { if (refuses) throw new Error('no'); return 'ABCD'; },
            } };
            const rookery = { pairing: { method: 'code', phone: '491700000001' } };
            """;

    @Test
    void whoSpeaksSeveralTimes_andHearsNothing_isDeafSinceTheFirstTime() throws Exception {
        assertThat(pulse("""
                for (let i = 0; i < 3; i++) { socket.send('x'); pass(20); print(pulse.unanswered()); }
                print(socket.sent);""")).isEqualTo("0 0 60000 3 ");
    }

    @Test
    void oneFrame_isAnAnswer() throws Exception {
        assertThat(pulse("""
                for (let i = 0; i < 5; i++) { socket.send('x'); pass(20); }
                socket.hear(); print(pulse.unanswered());""")).isEqualTo("0 ");
    }

    @Test
    void whatIsSaidAtOnce_countsOnce_andSilenceIsNotSpeaking() throws Exception {
        assertThat(pulse("for (let i = 0; i < 50; i++) socket.send('x'); pass(600); print(pulse.unanswered());"))
                .isEqualTo("0 ");
    }

    @Test
    void aNewConnection_isANewStart() throws Exception {
        assertThat(pulse("""
                for (let i = 0; i < 5; i++) { socket.send('x'); pass(20); }
                new window.WebSocket('ws://again'); print(pulse.unanswered());""")).isEqualTo("0 ");
    }

    @Test
    void theSocketIsOneOfTheBrowsersOwn() throws Exception {
        assertThat(
                        pulse(
                                "print(socket instanceof window.WebSocket); print(String(window.WebSocket).includes('native'));"))
                .isEqualTo("true true ");
    }

    @Test
    void wherePairingCodesAreRefusedThreeTimes_qrCodesFollow() throws Exception {
        assertThat(pairing("for (let i = 0; i < 5; i++) { await pairing.offer(); pass(11); } print(told.join());"))
                .isEqualTo("trouble:no,trouble:no,codeRefused,trouble:no,qr ");
    }

    @Test
    void aRefusalNowAndThen_isNoReason() throws Exception {
        assertThat(pairing("""
                for (let i = 0; i < 3; i++) {
                  refuses = true; await pairing.offer(); pass(11); await pairing.offer(); pass(11);
                  refuses = false; await pairing.offer(); pass(181);
                }
                print(told.filter((it) => !it.startsWith('trouble')).join());""")).isEqualTo("code,code,code ");
    }

    private static String pulse(String story) throws IOException, InterruptedException {
        return run(SOCKET, "pulse.js", "const socket = new window.WebSocket('ws://first');" + story);
    }

    private static String pairing(String story) throws IOException, InterruptedException {
        return run(WHATSAPP, "pairing.js", story);
    }

    private static String run(String world, String script, String story) throws IOException, InterruptedException {
        String program = CLOCK + world + "(async () => {" + resource(script) + "\n" + story + "})();";
        Process node = new ProcessBuilder("node", "-e", program)
                .redirectErrorStream(true)
                .start();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        node.waitFor();
        return output;
    }

    private static String resource(String name) throws IOException {
        try (var in = Objects.requireNonNull(
                LifecycleScriptsTest.class.getResourceAsStream("/io/rookery/worker/browser/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

package io.rookery.worker.browser.playwright;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** {@code restrictions.js} and {@code dialogs.js} in Node.js, with a clock and a WhatsApp Web of ours: what would take too long, or can't be had, in a real page. */
class SignalScriptsTest {
    private static final String PAGE = """
            let wall = 1_000_000_000_000;
            Date.now = () => wall;
            const timers = [];
            globalThis.setTimeout = (then, after) => timers.push({ then, at: wall + after });
            globalThis.clearTimeout = (timer) => { if (timer) timers[timer - 1].at = Infinity; };
            globalThis.setInterval = (then, every) => timers.push({ then, at: wall + every, every });
            function pass(millis) {
              for (const end = wall + millis; ;) {
                const next = timers.reduce((one, other) => (other.at < one.at ? other : one), { at: Infinity });
                if (next.at > end) { wall = end; return; }
                wall = next.at;
                next.at += next.every ?? Infinity;
                next.then();
              }
            }
            const settled = () => new Promise((then) => setImmediate(then));
            const print = (value) => process.stdout.write(value + ' ');
            const connection = {}, deadline = { passed: () => false };
            const refused = (code) => ({ refused: code });
            const say = (event, { kind, active }) => print(`${kind}=${active}`);
            const signals = {};
            const answers = {};
            const WPP = { whatsapp: {
              Cmd: { on: (name, then) => { signals[name] = then; } },
              MexClient: { fetchQuery: async ({ params }) => answers[params.id]() },
            } };
            const LOCK = '23983697327930364', CAP = '24503548349331633';
            const locked = (active, seconds) => ({ xwa2_fetch_account_reachout_timelock: { is_active: active, time_enforcement_ends: String(wall / 1000 + seconds) } });
            answers[LOCK] = () => locked(false, 0);
            answers[CAP] = () => ({ xwa2_message_capping_info: { total_quota: -1, capping_status: 'NONE' } });
            """;

    @Test
    void aTimeLockIsOverAtItsEnd_thoughWhatsAppDoesNotSaySo() throws Exception {
        assertThat(restrictions("""
                        answers[LOCK] = () => locked(true, 60);
                        restrictions.admitted(); await settled();
                        print(restrictions.newChatRefusal().refused);
                        pass(59_999); print(Boolean(restrictions.newChatRefusal()));
                        pass(2); print(Boolean(restrictions.newChatRefusal()));
                        """))
                .isEqualTo(
                        "temporary-ban=false time-lock=true capping=false WHATSAPP_RESTRICTED true time-lock=false false ");
    }

    @Test
    void aLockThatLastsForMonths_isOverWhenItIs() throws Exception {
        assertThat(restrictions("""
                        answers[LOCK] = () => locked(true, 60 * 86_400);
                        restrictions.admitted(); await settled();
                        pass(59 * 86_400_000); print('|'); pass(2 * 86_400_000);
                        """)).endsWith("time-lock=true capping=false | time-lock=false ");
    }

    @Test
    void theNewestAnswerCounts_inWhateverOrderTheyCome() throws Exception {
        assertThat(restrictions("""
                        restrictions.watch();
                        let late; answers[LOCK] = () => new Promise((answer) => { late = answer; });
                        signals.reachout_timelock_state_change();
                        answers[LOCK] = () => locked(true, 60);
                        signals.reachout_timelock_state_change(); await settled();
                        late(locked(false, 0)); await settled();
                        """)).isEqualTo("time-lock=true ");
    }

    @Test
    void aWhatsAppWebThatCanNotBeAsked_holdsNothingBack() throws Exception {
        assertThat(restrictions("""
                        delete WPP.whatsapp.MexClient;
                        restrictions.admitted(); await settled();
                        print(restrictions.newChatRefusal());
                        """)).isEqualTo("temporary-ban=false undefined ");
        assertThat(restrictions("""
                        answers[LOCK] = answers[CAP] = () => { throw new Error('no'); };
                        restrictions.admitted(); await settled();
                        """)).isEqualTo("temporary-ban=false ");
    }

    @Test
    void aBanThatIsSaidAgainWithEachLogIn_isToldOnce() throws Exception {
        assertThat(restrictions("""
                        restrictions.banned({ expire: 60 }); pass(10_200); restrictions.banned({ expire: 50 });
                        print(restrictions.ban().until - wall);
                        """)).isEqualTo("temporary-ban=true 49800 ");
    }

    @Test
    void anEndThatIsATime_isNoNumberOfSeconds() throws Exception {
        assertThat(restrictions(
                        "restrictions.banned({ expire: wall / 1000 + 60 }); print(restrictions.ban().until - wall);"))
                .isEqualTo("temporary-ban=true 60000 ");
    }

    @Test
    void greetingsAreClosed_hoursLater_andNothingElse() throws Exception {
        assertThat(run("dialogs.js", """
                        const button = (name) => ({ click: () => print(name) });
                        const dialog = (text, ...names) => ({ textContent: text, querySelectorAll: () => names.map(button) });
                        let shown = [];
                        globalThis.document = { querySelectorAll: () => shown };
                        dialogs.watch(); dialogs.watch();
                        pass(3 * 3_600_000);
                        shown = [dialog('Log out?', 'out'), dialog("What's new on WhatsApp Web", 'more', 'continue')];
                        pass(2_000);
                        """)).isEqualTo("continue ");
    }

    private static String restrictions(String story) throws IOException, InterruptedException {
        return run("restrictions.js", story);
    }

    private static String run(String script, String story) throws IOException, InterruptedException {
        String program = PAGE + "(async () => {" + script(script) + "\n" + story + "})();";
        Process node = new ProcessBuilder("node", "-e", program)
                .redirectErrorStream(true)
                .start();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        node.waitFor();
        return output;
    }

    private static String script(String name) throws IOException {
        try (var in = Objects.requireNonNull(
                SignalScriptsTest.class.getResourceAsStream("/io/rookery/worker/browser/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

package io.rookery.simulator.server;

import io.rookery.simulator.ledger.Ledger;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be done to pages, accounts and the server on purpose. Each call is in the ledger as {@code fault}. A null
 * number stands for all numbers; one that nobody has is refused. Nothing of it outlives the simulator but what it has
 * done. Same thread as the rules.
 */
public final class Faults {

    private final Directory directory;
    private final Ledger ledger;
    private final InstantSource clock;
    private final PageFaults pages;
    private final LoginFaults login;
    private final SendFaults sends;
    private final AccountLimits limits;
    private final Onboarding onboarding;
    private final Logins logins;
    private final Receipts receipts;
    private final Ratchets ratchets;

    Faults(
            Directory directory,
            Ledger ledger,
            InstantSource clock,
            PageFaults pages,
            LoginFaults login,
            SendFaults sends,
            AccountLimits limits,
            Onboarding onboarding,
            Logins logins,
            Receipts receipts,
            Ratchets ratchets) {
        this.directory = directory;
        this.ledger = ledger;
        this.clock = clock;
        this.pages = pages;
        this.login = login;
        this.sends = sends;
        this.limits = limits;
        this.onboarding = onboarding;
        this.logins = logins;
        this.receipts = receipts;
        this.ratchets = ratchets;
    }

    /** Cuts the sockets of a number, of a session, or of everybody. @return how many */
    public int dropSocket(@Nullable String number, @Nullable String session) {
        return pages.drop(number, session);
    }

    /** Stream error 515. @return how many pages were told */
    public int restartRequired(@Nullable String number, @Nullable String session) {
        return pages.restart(number, session);
    }

    /** @return how many pages hang now */
    public int freezePage(@Nullable String number, @Nullable String session, Duration lasts) {
        return pages.freeze(number, session, lasts.toMillis());
    }

    /** Until the socket is cut, or the page opens another one. @return how many pages are deaf now */
    public int deafPage(@Nullable String number, @Nullable String session) {
        return pages.deafen(number, session);
    }

    /** Shows "What's new"; a device where nobody answers within that time is unlinked. Zero takes it back. */
    public void onboardingDialog(String number, Duration within) {
        note("onboarding-dialog", number, new JsonObject().put("millis", within.toMillis()));
        onboarding.show(number, within);
    }

    /**
     * Bans an account; its pages are told at once.
     *
     * @param kind {@code locked}, {@code banned}, {@code temporary} or {@code none}
     * @param lasts of a temporary ban
     * @param code what a temporary ban says that the account has done
     */
    public void ban(String number, String kind, Duration lasts, int code) {
        if (kind.equals("none")) {
            note("ban", number, new JsonObject().put("kind", kind));
            login.bans.clear(number);
            return;
        }
        Ban ban = Ban.of(kind, clock.instant().plus(lasts), code);
        note("ban", number, new JsonObject().put("kind", ban.kind()).put("reason", ban.reason()));
        switch (ban) {
            case Ban.Temporary temporary -> login.bans.set(number, temporary, lasts, () -> {});
            case Ban.Locked locked -> login.bans.set(number, locked);
            case Ban.Banned banned -> login.bans.set(number, banned);
        }
        logins.shutOut(number, ban);
    }

    /** Unlinks all devices of a phone, as the server does on its own account. @return how many */
    public int unlinkAll(String number) {
        note("unlink", number, new JsonObject());
        List<Device> devices = directory.devicesOf(number);
        devices.forEach(device -> logins.unlink(device, "fault"));
        return devices.size();
    }

    /** No new chats for that long; zero ends it. */
    public void timeLock(String number, Duration lasts, String enforcement) {
        note("time-lock", number, new JsonObject().put("millis", lasts.toMillis()));
        limits.lock(number, lasts, enforcement);
    }

    /** So many new chats per cycle; zero in total ends it. */
    public void capping(String number, int total, int used, Duration cycle) {
        note("capping", number, new JsonObject().put("total", total).put("used", used));
        limits.cap(number, total, used, cycle);
    }

    /** Log-ins take that long; zero ends it. */
    public void slowLogin(@Nullable String number, Duration lasts) {
        note("slow-login", number, new JsonObject().put("millis", lasts.toMillis()));
        if (lasts.isZero()) {
            login.slow.clear(number);
        } else {
            login.slow.set(number, lasts);
        }
    }

    /** Questions whether a number exists fail for that long; zero ends it. */
    public void queryFails(@Nullable String number, Duration lasts) {
        note("query-fails", number, new JsonObject().put("millis", lasts.toMillis()));
        if (lasts.isZero()) {
            login.failingQueries.clear(number);
        } else {
            login.failingQueries.set(number, true, lasts, () -> {});
        }
    }

    /** Pages older than this are refused; null serves all. */
    public void minimumVersion(@Nullable String version) {
        login.minimumVersion(version);
        note("minimum-version", null, new JsonObject().put("version", version));
    }

    /** Pages that are loaded from now on are of this WhatsApp Web. */
    public void webVersion(String version) {
        login.webVersion(version);
        note("web-version", null, new JsonObject().put("version", version));
    }

    public String webVersion() {
        return login.webVersion();
    }

    /** Every message of a number is answered by an error; null ends it. */
    public void refuseAcks(@Nullable String number, @Nullable Integer code) {
        note("refuse-acks", number, new JsonObject().put("code", code));
        if (code == null) {
            sends.refusals.clear(number);
        } else {
            sends.refusals.set(number, code);
        }
    }

    /** Edits, revocations, reactions and votes of a number's pages are refused, whatever the rules say of them. */
    public void refuseChanges(@Nullable String number, boolean on) {
        note("refuse-changes", number, new JsonObject().put("on", on));
        if (on) {
            sends.refusedChanges.set(number, true);
        } else {
            sends.refusedChanges.clear(number);
        }
    }

    /** Messages of a number are taken and lost, without an answer. */
    public void dropMessages(@Nullable String number, boolean on) {
        note("drop-messages", number, new JsonObject().put("on", on));
        if (on) {
            sends.drops.set(number, true);
        } else {
            sends.drops.clear(number);
        }
    }

    /** Acks and receipts for a number are held back that long, its messages are not; zero ends it. */
    public void delayAcks(@Nullable String number, Duration delay) {
        note("ack-delay", number, new JsonObject().put("millis", delay.toMillis()));
        receipts.delay(number == null ? "*" : number, delay);
    }

    /** Lets ratchets count; see {@link Ratchets}. Empty turns it off again. */
    public void ratchets(Optional<Duration> retryAfter) {
        Long millis = retryAfter.map(Duration::toMillis).orElse(null);
        note("ratchets", null, new JsonObject().put("millis", millis));
        ratchets.retryAfter(retryAfter);
    }

    private void note(String fault, @Nullable String number, JsonObject fields) {
        if (number != null) {
            directory.phone(number);
        }
        ledger.add("fault", fields.put("fault", fault).put("account", number));
    }
}

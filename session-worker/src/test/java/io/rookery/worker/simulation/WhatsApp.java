package io.rookery.worker.simulation;

import io.rookery.events.SessionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** WhatsApp's server and the phones: which device is linked, which page is connected, and which messages have come. It is what the outside sees. */
final class WhatsApp {
    private static final class Account {
        int credential;

        @Nullable SimPage connected;

        int highestEpoch;
        final Set<String> messages = new HashSet<>();
    }

    private final World world;
    private final Map<SessionId, Account> accounts = new HashMap<>();
    private final Map<SessionId, List<SimPage>> pages = new TreeMap<>();
    private int credentials;

    WhatsApp(World world) {
        this.world = world;
    }

    private Account account(SessionId session) {
        return accounts.computeIfAbsent(session, it -> new Account());
    }

    void opened(SimPage page) {
        List<SimPage> mine = pages.computeIfAbsent(page.session(), it -> new ArrayList<>());
        mine.removeIf(it -> !it.isAlive());
        mine.add(page);
    }

    List<SimPage> browsersOf(SimWorker worker) {
        return pages.values().stream()
                .flatMap(List::stream)
                .filter(page -> page.isOf(worker) && page.isAlive())
                .toList();
    }

    void killBrowserOf(SimWorker worker) {
        browsersOf(worker).stream().findFirst().ifPresent(SimPage::crash);
    }

    /** A phone scans the code. */
    int link(SessionId session) {
        account(session).credential = ++credentials;
        world.trace(() -> "LINKED   %s, credential %d".formatted(session, account(session).credential));
        return credentials;
    }

    boolean isLinked(SessionId session, int credential) {
        return credential != 0 && account(session).credential == credential;
    }

    /** The device is removed: by itself, or on the phone. */
    void unlink(SessionId session) {
        Account account = account(session);
        if (account.credential == 0) return;
        account.credential = 0;
        world.trace(() -> "UNLINKED " + session);
        SimPage connected = account.connected;
        account.connected = null;
        if (connected != null && connected.isAlive()) connected.loggedOut();
    }

    /** [I1] The newest connection of a device replaces the one before it; that must have fallen silent by then. */
    void connect(SimPage page) {
        Account account = account(page.session());
        SimPage before = account.connected;
        world.trace(() -> "CONNECT  %s epoch %s on %s".formatted(page.session(), page.epoch(), page.worker()));
        if (page.epoch().value() < account.highestEpoch)
            throw new Violation(
                    "I1",
                    "%s: the page of epoch %s connects after that of epoch %d"
                            .formatted(page.session(), page.epoch(), account.highestEpoch));
        if (before != null
                && before != page
                && before.isActive()
                && !before.epoch().equals(page.epoch()))
            throw new Violation(
                    "I1",
                    "%s: the pages of epochs %s and %s overlap"
                            .formatted(page.session(), before.epoch(), page.epoch()));
        account.highestEpoch = page.epoch().value();
        account.connected = page;
        if (before != null && before != page && before.isAlive()) before.replaced();
    }

    void disconnect(SimPage page) {
        Account account = account(page.session());
        if (account.connected == page) account.connected = null;
    }

    boolean isConnected(SimPage page) {
        return account(page.session()).connected == page;
    }

    boolean knows(SessionId session, String messageId) {
        return account(session).messages.contains(messageId);
    }

    /** [I5] A message arrives, and is shown. */
    void show(SimPage page, String messageId, String text) {
        String command = text.substring("text of ".length());
        world.trace(() -> "SHOWN    %s %s, epoch %s".formatted(page.session(), command, page.epoch()));
        if (!account(page.session()).messages.add(messageId))
            throw new Violation("I5", "%s %s is sent though it has been".formatted(page.session(), command));
        world.ledger.shown(page.session(), command, page.epoch());
    }
}

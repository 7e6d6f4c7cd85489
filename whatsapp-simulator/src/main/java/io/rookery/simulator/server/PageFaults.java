package io.rookery.simulator.server;

import io.rookery.simulator.ledger.Ledger;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What happens to single pages, by the number that has logged in there, by session, or to all of them. */
final class PageFaults {

    private final Set<PageConnection> connections;
    private final Ledger ledger;

    PageFaults(Set<PageConnection> connections, Ledger ledger) {
        this.connections = connections;
        this.ledger = ledger;
    }

    /** Cuts sockets, deaf ones too. */
    int drop(@Nullable String number, @Nullable String session) {
        return hit(number, session, "drop-socket", PageConnection::cut);
    }

    /** Ends the connection with stream error 515: the page is to start it over. */
    int restart(@Nullable String number, @Nullable String session) {
        return hit(number, session, "restart-required", page -> {
            page.send(new JsonObject().put("t", "restart").put("code", 515));
            page.close();
        });
    }

    /** The page's main thread hangs. */
    int freeze(@Nullable String number, @Nullable String session, long millis) {
        return hit(
                number,
                session,
                "freeze-page",
                page -> page.send(new JsonObject().put("t", "freeze").put("millis", millis)));
    }

    /** The line is dead and nobody notices: nothing goes in or out, nothing is closed. */
    int deafen(@Nullable String number, @Nullable String session) {
        return hit(number, session, "deaf-page", PageConnection::deafen);
    }

    private int hit(@Nullable String number, @Nullable String session, String fault, Consumer<PageConnection> action) {
        List<PageConnection> hit = new ArrayList<>();
        for (PageConnection connection : connections) {
            boolean byNumber = number == null
                    || connection
                            .device()
                            .filter(d -> d.number().equals(number))
                            .isPresent();
            boolean bySession =
                    session == null || session.equals(connection.claim().session());
            if (byNumber && bySession) {
                hit.add(connection);
            }
        }
        hit.forEach(connection -> {
            ledger.add("fault", connection.fields().put("fault", fault));
            action.accept(connection);
        });
        return hit.size();
    }
}

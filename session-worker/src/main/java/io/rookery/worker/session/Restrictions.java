package io.rookery.worker.session;

import io.rookery.events.Event.Restricted;
import io.rookery.events.Event.Restriction;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What WhatsApp holds back from the account, as its pages have said: each page says it again. Under a temporary ban nothing leaves, so the pacer refuses everything. A time lock and a capping concern
 * chats that are still to be begun; which those are only the page knows, so they are nothing to the pacer.
 */
final class Restrictions {
    private final HostContext host;
    private final Map<Restriction, Restricted> known = new EnumMap<>(Restriction.class);

    Restrictions(HostContext host) {
        this.host = host;
    }

    /** @return whether it is news */
    boolean note(Restricted now) {
        if (now.kind() == Restriction.TEMPORARY_BAN) pace(now);
        @Nullable Restricted before = known.put(now.kind(), now);
        boolean nothing = !now.active() && now.quota() == null;
        return before == null ? !nothing : !before.equals(now);
    }

    private void pace(Restricted ban) {
        if (!ban.active()) host.pacer.release();
        else if (ban.until() != null) host.pacer.hold("it is banned for a while", ban.until());
    }
}

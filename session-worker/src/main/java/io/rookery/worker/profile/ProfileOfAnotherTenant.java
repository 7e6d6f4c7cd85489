package io.rookery.worker.profile;

import io.rookery.events.SessionId;
import io.rookery.events.TenantId;

/** What is stored for a session belongs to another tenant than the session does. It is whole, so nothing else is tried in its place, and nothing is deleted. */
public final class ProfileOfAnotherTenant extends ProfileDamaged {
    private static final long serialVersionUID = 1L;

    ProfileOfAnotherTenant(SessionId session, TenantId found, TenantId wanted) {
        super("what is stored of session " + session + " is tenant " + found + "'s, and not tenant " + wanted + "'s");
    }
}

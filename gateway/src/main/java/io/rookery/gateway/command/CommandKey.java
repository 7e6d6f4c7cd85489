package io.rookery.gateway.command;

import io.rookery.events.CommandId;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;

/** What a command is: its session and its id, as its tenant sent it. An id that another tenant uses for the session is another command. */
public record CommandKey(TenantId tenant, SessionId session, CommandId id) {}

package io.rookery.gateway.command;

import io.rookery.events.CommandId;
import io.rookery.events.SessionId;

/** What a command is: its session and its id. */
public record CommandKey(SessionId session, CommandId id) {}

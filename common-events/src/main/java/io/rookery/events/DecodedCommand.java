package io.rookery.events;

import org.jspecify.annotations.Nullable;

/** What a record of the command topic turned out to be. */
public sealed interface DecodedCommand {

    /** A command that fits its schema. */
    record Valid(CommandMessage message) implements DecodedCommand {}

    /**
     * It belongs to a session and has an id, but can't be carried out: its outcome is {@code rejected}.
     *
     * @param type as it was written, empty where there is none
     * @param code {@code UNKNOWN_COMMAND_TYPE} or {@code INVALID_COMMAND}
     * @param field the field that is wrong
     * @param text the rule that it breaks; never the value
     */
    record Invalid(
            SessionId session,
            CommandId id,
            @Nullable TenantId tenant,
            String type,
            String code,
            String field,
            String text)
            implements DecodedCommand {}

    /** Nothing ties it to a session and an id: it goes to the dead-letter topic with this reason. */
    record Undecodable(String reason) implements DecodedCommand {}

    String UNKNOWN_COMMAND_TYPE = "UNKNOWN_COMMAND_TYPE";
    String INVALID_COMMAND = "INVALID_COMMAND";
}

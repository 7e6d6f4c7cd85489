package io.rookery.events;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of commands: their CloudEvent type, their record and their schema. */
public enum CommandType {
    START("io.rookery.command.session.start", Command.Start.class, "command.session.start"),
    CLOSE("io.rookery.command.session.close", Command.Close.class, "command.session.close"),
    RESTART("io.rookery.command.session.restart", Command.Restart.class, "command.session.restart"),
    LOGOUT("io.rookery.command.session.logout", Command.LogOut.class, "command.session.logout"),
    DESTROY("io.rookery.command.session.destroy", Command.Destroy.class, "command.session.destroy"),
    SEND("io.rookery.command.message.send", Command.SendMessage.class, "command.message.send"),
    BULK("io.rookery.command.message.bulk", Command.SendBulk.class, "command.message.bulk"),
    EDIT("io.rookery.command.message.edit", Command.EditMessage.class, "command.message.edit"),
    DELETE("io.rookery.command.message.delete", Command.DeleteMessage.class, "command.message.delete"),
    REACT("io.rookery.command.message.react", Command.ReactToMessage.class, "command.message.react"),
    SEEN("io.rookery.command.chat.seen", Command.MarkSeen.class, "command.chat.seen"),
    TYPING("io.rookery.command.chat.typing", Command.ShowTyping.class, "command.chat.typing"),
    PRESENCE("io.rookery.command.session.presence", Command.SetPresence.class, "command.session.presence"),
    CHECK("io.rookery.command.contact.check", Command.CheckNumbers.class, "command.contact.check"),
    QUERY("io.rookery.command.session.query", Command.Query.class, "command.session.query");

    private final String type;
    private final Class<? extends Command> record;
    private final String schema;

    CommandType(String type, Class<? extends Command> record, String schema) {
        this.type = type;
        this.record = record;
        this.schema = schema;
    }

    public String type() {
        return type;
    }

    Class<? extends Command> record() {
        return record;
    }

    String schema() {
        return schema;
    }

    public static Optional<CommandType> ofType(String type) {
        return Arrays.stream(values()).filter(kind -> kind.type.equals(type)).findFirst();
    }

    public static CommandType of(Command command) {
        return switch (command) {
            case Command.Start ignored -> START;
            case Command.Close ignored -> CLOSE;
            case Command.Restart ignored -> RESTART;
            case Command.LogOut ignored -> LOGOUT;
            case Command.Destroy ignored -> DESTROY;
            case Command.SendMessage ignored -> SEND;
            case Command.SendBulk ignored -> BULK;
            case Command.EditMessage ignored -> EDIT;
            case Command.DeleteMessage ignored -> DELETE;
            case Command.ReactToMessage ignored -> REACT;
            case Command.MarkSeen ignored -> SEEN;
            case Command.ShowTyping ignored -> TYPING;
            case Command.SetPresence ignored -> PRESENCE;
            case Command.CheckNumbers ignored -> CHECK;
            case Command.Query ignored -> QUERY;
        };
    }

    /** Commands that a stopped session may be claimed for, though nobody started it: its device must be unlinked. */
    public boolean settlesAStoppedSession() {
        return this == LOGOUT || this == DESTROY;
    }

    /** What the session is once this command has succeeded; empty where that is not its business. */
    public Optional<SessionState> endState() {
        return switch (this) {
            case CLOSE -> Optional.of(SessionState.CLOSED);
            case LOGOUT -> Optional.of(SessionState.LOGGED_OUT);
            case DESTROY -> Optional.of(SessionState.DESTROYED);
            default -> Optional.empty();
        };
    }

    /** Whether its effect is a message at somebody else's phone: what must not be repeated without a look. */
    public boolean sends() {
        return this == SEND || this == BULK;
    }

    /** Whether it is done in the page of a session that is linked and ready. */
    public boolean needsReadyPage() {
        return this != START && this != RESTART && endState().isEmpty();
    }
}

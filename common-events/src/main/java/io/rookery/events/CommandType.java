package io.rookery.events;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of commands: their CloudEvent type, their record and their schema. */
public enum CommandType {
    START("io.rookery.command.session.start", Command.Start.class, "command.session.start"),
    CLOSE("io.rookery.command.session.close", Command.Close.class, "command.session.close"),
    LOGOUT("io.rookery.command.session.logout", Command.LogOut.class, "command.session.logout"),
    DESTROY("io.rookery.command.session.destroy", Command.Destroy.class, "command.session.destroy"),
    SEND("io.rookery.command.message.send", Command.SendText.class, "command.message.send");

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
            case Command.LogOut ignored -> LOGOUT;
            case Command.Destroy ignored -> DESTROY;
            case Command.SendText ignored -> SEND;
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
            case START, SEND -> Optional.empty();
        };
    }
}

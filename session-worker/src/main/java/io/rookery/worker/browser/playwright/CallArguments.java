package io.rookery.worker.browser.playwright;

import io.rookery.events.Command;
import io.rookery.events.CommandType;
import io.rookery.events.Content;
import io.rookery.worker.browser.OutgoingMessage;
import io.rookery.worker.browser.PageFile;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What is asked of the bridge, as it reads it: the fields of commands and contents, with a word that tells which one it is. */
final class CallArguments {
    private static final JsonMapper JSON = JsonMapper.shared();

    private CallArguments() {}

    static Map<String, Object> of(OutgoingMessage message) {
        var arguments = new LinkedHashMap<String, Object>();
        arguments.put("messageId", message.messageId());
        arguments.put("to", message.to());
        arguments.put("content", content(message.content()));
        arguments.put("mentions", message.mentions());
        arguments.put("linkPreview", message.linkPreview());
        if (message.replyTo() != null) arguments.put("replyTo", message.replyTo());
        PageFile file = message.file();
        if (file != null)
            arguments.put(
                    "file",
                    Map.of(
                            "token", token(message),
                            "kind", file.kind().name().toLowerCase(Locale.ROOT),
                            "mimeType", file.mimeType(),
                            "fileName", file.fileName()));
        return arguments;
    }

    /** By which the page knows the message's file. */
    static String token(OutgoingMessage message) {
        return message.messageId();
    }

    private static Map<String, Object> content(Content content) {
        var fields = fields(content);
        fields.put(
                "kind",
                switch (content) {
                    case Content.Text ignored -> "text";
                    case Content.Media ignored -> "media";
                    case Content.Location ignored -> "location";
                    case Content.ContactCard ignored -> "contact";
                    case Content.Poll ignored -> "poll";
                    case Content.Forward ignored -> "forward";
                });
        fields.remove("base64"); // the file has it
        return fields;
    }

    static Map<String, Object> of(Command.InPage command) {
        var arguments = fields(command);
        arguments.put("act", CommandType.of(command).name().toLowerCase(Locale.ROOT));
        if (command instanceof Command.ShowTyping typing) arguments.put("seconds", typing.secondsOrDefault());
        if (command instanceof Command.Query query) arguments.put("limit", query.limitOrDefault());
        return arguments;
    }

    private static Map<String, Object> fields(Object record) {
        var fields = new LinkedHashMap<String, Object>();
        JSON.valueToTree(record).properties().forEach(field -> {
            if (!field.getValue().isNull()) fields.put(field.getKey(), field.getValue());
        });
        return fields;
    }
}

package io.rookery.gatewaytest;

import io.rookery.events.Command;
import io.rookery.events.Command.Delivery;
import io.rookery.events.Command.SendMessage;
import io.rookery.events.Content;
import io.rookery.events.Content.MediaKind;
import java.util.List;
import org.springframework.http.HttpMethod;

/**
 * A route of a session that takes a command.
 *
 * @param path behind the session, {@code {messageId}} for {@link #MESSAGE}
 * @param body one that is right
 * @param needed fields without any of which the body is wrong
 * @param command what the body means
 */
record CommandRoute(String name, HttpMethod method, String path, String body, List<String> needed, Command command) {
    static final String MESSAGE = "3EB0C0FFEE";
    private static final String BOB = "+491700000002";
    private static final String SEND = "/messages";

    static final List<CommandRoute> ALL = List.of(
            send("text", "'text':'Hello'", SendMessage.text(BOB, "Hello")),
            send(
                    "text with everything",
                    "'text':'Grüße 👋','replyTo':'3EB0','mentions':['+491700000003'],'linkPreview':true,'delivery':'at-most-once'",
                    new SendMessage(
                            BOB,
                            "Grüße 👋",
                            null,
                            null,
                            null,
                            null,
                            null,
                            "3EB0",
                            List.of("+491700000003"),
                            true,
                            Delivery.AT_MOST_ONCE)),
            send(
                    "media",
                    "'media':[{'url':'https://example.org/a.jpg','caption':'a'},{'mediaId':'m1','kind':'document','fileName':'a.pdf'},"
                            + "{'base64':'AAAA','kind':'voice','mimeType':'audio/ogg; codecs=opus'}]",
                    media(
                            new Content.Media(null, "https://example.org/a.jpg", null, null, null, null, "a"),
                            new Content.Media(MediaKind.DOCUMENT, null, "m1", null, null, "a.pdf", null),
                            new Content.Media(
                                    MediaKind.VOICE, null, null, "AAAA", "audio/ogg; codecs=opus", null, null))),
            send(
                    "location",
                    "'location':{'latitude':54.5,'longitude':-10,'name':'Harbour'}",
                    content(new Content.Location(54.5, -10, "Harbour", null))),
            send(
                    "contact",
                    "'contact':{'name':'Bob','phoneNumber':'491700000003'}",
                    content(new Content.ContactCard("Bob", "491700000003"))),
            send(
                    "poll",
                    "'poll':{'question':'When?','options':['now','later'],'selectable':2}",
                    content(new Content.Poll("When?", List.of("now", "later"), 2))),
            send(
                    "forward",
                    "'forward':{'chatId':'491700000003@c.us','messageId':'3EB0'}",
                    content(new Content.Forward("491700000003@c.us", "3EB0"))),
            route(
                    "bulk",
                    HttpMethod.POST,
                    "/messages/bulk",
                    "{'messages':[{'to':'+491700000002','text':'a'},{'to':'+491700000002','media':[{'mediaId':'m1'}]}],'pause':{'minMillis':0,'maxMillis':5}}",
                    List.of("messages"),
                    new Command.SendBulk(
                            List.of(
                                    SendMessage.text(BOB, "a"),
                                    media(new Content.Media(null, null, "m1", null, null, null, null))),
                            new Command.Pause(0, 5))),
            route(
                    "edit",
                    HttpMethod.POST,
                    "/messages/{messageId}/edit",
                    "{'to':'+491700000002','text':'better'}",
                    List.of("to", "text"),
                    new Command.EditMessage(BOB, MESSAGE, "better")),
            route(
                    "delete",
                    HttpMethod.POST,
                    "/messages/{messageId}/delete",
                    "{'to':'+491700000002'}",
                    List.of("to"),
                    new Command.DeleteMessage(BOB, MESSAGE)),
            route(
                    "reaction",
                    HttpMethod.PUT,
                    "/messages/{messageId}/reaction",
                    "{'to':'+491700000002','emoji':'👍'}",
                    List.of("to", "emoji"),
                    new Command.ReactToMessage(BOB, MESSAGE, "👍")),
            route(
                    "no reaction",
                    HttpMethod.PUT,
                    "/messages/{messageId}/reaction",
                    "{'to':'+491700000002','emoji':''}",
                    List.of("to", "emoji"),
                    new Command.ReactToMessage(BOB, MESSAGE, "")),
            route(
                    "seen",
                    HttpMethod.POST,
                    "/chats/seen",
                    "{'to':'491700000002-1600000000@g.us'}",
                    List.of("to"),
                    new Command.MarkSeen("491700000002-1600000000@g.us")),
            route(
                    "typing",
                    HttpMethod.POST,
                    "/chats/typing",
                    "{'to':'+491700000002','state':'recording','seconds':60}",
                    List.of("to", "state"),
                    new Command.ShowTyping(BOB, Command.Typing.RECORDING, 60)),
            route(
                    "presence",
                    HttpMethod.PUT,
                    "/presence",
                    "{'available':false}",
                    List.of("available"),
                    new Command.SetPresence(false)),
            route(
                    "check",
                    HttpMethod.POST,
                    "/contacts/check",
                    "{'numbers':['+491700000002','491700000003']}",
                    List.of("numbers"),
                    new Command.CheckNumbers(List.of(BOB, "491700000003"))),
            route(
                    "query",
                    HttpMethod.POST,
                    "/query",
                    "{'what':'messages','chat':'+491700000002','before':'3EB0','limit':5}",
                    List.of("what"),
                    new Command.Query(Command.Subject.MESSAGES, BOB, "3EB0", 5)));

    private static CommandRoute send(String name, String content, SendMessage message) {
        return route(name, HttpMethod.POST, SEND, "{'to':'+491700000002'," + content + "}", List.of("to"), message);
    }

    private static CommandRoute route(
            String name, HttpMethod method, String path, String body, List<String> needed, Command command) {
        return new CommandRoute(name, method, path, body.replace('\'', '"'), needed, command);
    }

    private static SendMessage media(Content.Media... media) {
        return new SendMessage(BOB, null, List.of(media), null, null, null, null, null, null, null, null);
    }

    private static SendMessage content(Content content) {
        return new SendMessage(
                BOB,
                null,
                null,
                content instanceof Content.Location it ? it : null,
                content instanceof Content.ContactCard it ? it : null,
                content instanceof Content.Poll it ? it : null,
                content instanceof Content.Forward it ? it : null,
                null,
                null,
                null,
                null);
    }

    /** As it is written. */
    String path(String session) {
        return path(session, MESSAGE);
    }

    String path(String session, String message) {
        return "/v1/sessions/" + session + path.replace("{messageId}", message);
    }

    boolean isOfAMessage() {
        return path.contains("{messageId}");
    }

    @Override
    public String toString() {
        return name;
    }
}

package io.rookery.gateway.message;

/** Bodies of requests about chats, presence and numbers, for the description. */
final class ChatExamples {
    static final String SEEN = """
            {"to": "491700000002@c.us"}""";

    static final String TYPING = """
            {"to": "+491700000002", "state": "typing", "seconds": 5}""";

    static final String STOPPED = """
            {"to": "+491700000002", "state": "stopped"}""";

    static final String AVAILABLE = """
            {"available": true}""";

    static final String CHECK = """
            {"numbers": ["+491700000002", "+491700000009"]}""";

    static final String CHATS = """
            {"what": "chats", "limit": 20}""";

    static final String MESSAGES = """
            {"what": "messages", "chat": "+491700000002", "limit": 20}""";

    private ChatExamples() {}
}

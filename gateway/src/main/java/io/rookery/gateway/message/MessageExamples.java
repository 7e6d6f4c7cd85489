package io.rookery.gateway.message;

/** Bodies of requests about messages, for the description. */
final class MessageExamples {
    static final String TEXT = """
            {"to": "+491700000002", "text": "Hello"}""";

    static final String REPLY = """
            {"to": "+491700000002", "text": "That suits me, @491700000003", "replyTo": "3EB0C0FFEE", "mentions": ["+491700000003"]}""";

    static final String LINK = """
            {"to": "491700000002-1600000000@g.us", "text": "Look: https://example.org", "linkPreview": true, "delivery": "at-most-once"}""";

    static final String IMAGE = """
            {"to": "+491700000002", "media": [{"url": "https://example.org/boat.jpg", "caption": "A boat"}]}""";

    static final String UPLOADED = """
            {"to": "+491700000002", "media": [
              {"mediaId": "3f2c9d5be8a14c06", "kind": "document", "fileName": "offer.pdf"},
              {"mediaId": "91b7d20c4e6f4a55", "kind": "voice"}]}""";

    static final String BASE64 = """
            {"to": "+491700000002", "media": [{"base64": "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "mimeType": "image/gif"}]}""";

    static final String LOCATION = """
            {"to": "+491700000002", "location": {"latitude": 54.3233, "longitude": 10.1228, "name": "Harbour", "address": "Kiel"}}""";

    static final String CONTACT = """
            {"to": "+491700000002", "contact": {"name": "Bob", "phoneNumber": "+491700000003"}}""";

    static final String POLL = """
            {"to": "+491700000002", "poll": {"question": "When?", "options": ["Monday", "Tuesday", "never"], "selectable": 2}}""";

    static final String FORWARD = """
            {"to": "+491700000002", "forward": {"chatId": "491700000003@c.us", "messageId": "3EB0C0FFEE"}}""";

    static final String BULK_OF_SESSION = """
            {"sessionId": "alice",
             "messages": [
              {"to": "+491700000002", "text": "Hello Bob"},
              {"to": "+491700000003", "media": [{"url": "https://example.org/boat.jpg"}]}],
             "pause": {"minMillis": 1000, "maxMillis": 2000}}""";

    static final String BULK = """
            {"messages": [
              {"to": "+491700000002", "text": "Hello Bob"},
              {"to": "+491700000003", "media": [{"url": "https://example.org/boat.jpg"}]}],
             "pause": {"minMillis": 1000, "maxMillis": 2000}}""";

    static final String EDIT = """
            {"to": "+491700000002", "text": "Hello, again"}""";

    static final String DELETE = """
            {"to": "+491700000002"}""";

    static final String REACTION = """
            {"to": "+491700000002", "emoji": "👍"}""";

    static final String NO_REACTION = """
            {"to": "+491700000002", "emoji": ""}""";

    private MessageExamples() {}
}

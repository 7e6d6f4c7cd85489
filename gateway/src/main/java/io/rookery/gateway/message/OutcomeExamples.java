package io.rookery.gateway.message;

/** How commands end, for the description. */
final class OutcomeExamples {
    static final String SENT = """
            {"commandId": "0190f2c4-6f0e-4a52-9d3c-3a3c3f0f8f11", "sessionId": "alice", "status": "succeeded", "code": "OK",
             "commandType": "io.rookery.command.message.send", "result": {"messageId": "3EB0C0FFEE"}, "time": "2026-11-20T12:00:00Z"}""";

    static final String NOT_SENT = """
            {"commandId": "0190f2c4-6f0e-4a52-9d3c-3a3c3f0f8f11", "sessionId": "alice", "status": "failed", "code": "NOT_ON_WHATSAPP",
             "text": "the number has no WhatsApp account", "commandType": "io.rookery.command.message.send", "result": {}, "time": "2026-11-20T12:00:00Z"}""";

    static final String PARTLY = """
            {"commandId": "0190f2c4-6f0e-4a52-9d3c-3a3c3f0f8f11", "sessionId": "alice", "status": "succeeded", "code": "PARTLY",
             "text": "1 of 2 messages were sent; items tells more", "commandType": "io.rookery.command.message.bulk",
             "result": {"messageId": "3EB0C0FFEE01", "total": "2", "succeeded": "1"},
             "items": [{"index": 0, "status": "succeeded", "code": "OK", "messageId": "3EB0C0FFEE01"},
                       {"index": 1, "status": "failed", "code": "MEDIA_TOO_LARGE", "text": "the file is larger than WhatsApp takes", "messageId": "3EB0C0FFEE02"}],
             "time": "2026-11-20T12:00:00Z"}""";

    static final String DONE = """
            {"commandId": "0190f2c4-6f0e-4a52-9d3c-3a3c3f0f8f11", "sessionId": "alice", "status": "succeeded", "code": "OK",
             "commandType": "io.rookery.command.message.edit", "result": {}, "time": "2026-11-20T12:00:00Z"}""";

    static final String NO_MESSAGE = """
            {"commandId": "0190f2c4-6f0e-4a52-9d3c-3a3c3f0f8f11", "sessionId": "alice", "status": "failed", "code": "MESSAGE_NOT_FOUND",
             "text": "WhatsApp Web does not know this message in this chat", "commandType": "io.rookery.command.message.edit", "result": {},
             "time": "2026-11-20T12:00:00Z"}""";

    static final String CHECKED = """
            {"commandId": "0190f2c4-6f0e-4a52-9d3c-3a3c3f0f8f11", "sessionId": "alice", "status": "succeeded", "code": "OK",
             "commandType": "io.rookery.command.contact.check", "result": {},
             "items": [{"number": "+491700000002", "onWhatsApp": true, "chatId": "491700000002@c.us"}, {"number": "+491700000009", "onWhatsApp": false}],
             "time": "2026-11-20T12:00:00Z"}""";

    private OutcomeExamples() {}
}

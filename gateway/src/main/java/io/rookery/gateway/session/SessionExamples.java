package io.rookery.gateway.session;

/** Bodies of starts, for the description. */
final class SessionExamples {
    static final String START = """
            {"sessionId": "alice", "pairing": {"method": "qr"}}""";

    static final String ENSURE = """
            {"pairing": {"method": "code", "phoneNumber": "+491700000001"}, "userId": "user-1", "metadata": {"crm": "lead-7"}}""";

    static final String PAIRING_CODE = """
            {"phoneNumber": "+491700000001"}""";

    private SessionExamples() {}
}

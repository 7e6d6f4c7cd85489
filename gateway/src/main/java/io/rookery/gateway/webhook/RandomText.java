package io.rookery.gateway.webhook;

import java.security.SecureRandom;

/** Names that nobody guesses: five random bits a character. */
final class RandomText {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private RandomText() {}

    static String of(SecureRandom random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int place = 0; place < length; place++) text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        return text.toString();
    }
}

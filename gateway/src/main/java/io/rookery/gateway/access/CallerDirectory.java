package io.rookery.gateway.access;

import java.util.Optional;

/** Which caller a key belongs to. Answers from memory, in a time that does not tell how much of a guess was right. */
interface CallerDirectory {
    Optional<Caller> find(String secret);
}

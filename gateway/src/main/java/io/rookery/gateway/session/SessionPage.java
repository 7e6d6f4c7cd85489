package io.rookery.gateway.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of sessions. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SessionPage(
        List<SessionView> sessions,

        @Schema(description = "Where the next page begins; missing on the last page") @Nullable String next) {

    /** @param found one more than the limit where there is another page. What the caller may not see does not show in where that begins */
    static SessionPage of(List<SessionView> found, int limit) {
        if (found.size() <= limit) return new SessionPage(List.copyOf(found), null);
        List<SessionView> page = List.copyOf(found.subList(0, limit));
        return new SessionPage(page, page.getLast().sessionId());
    }
}

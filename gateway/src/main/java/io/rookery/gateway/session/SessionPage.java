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

    static SessionPage of(SessionRecords.Page page) {
        return new SessionPage(
                page.sessions().stream().filter(view -> !view.isForgotten()).toList(),
                page.more() && page.last() != null ? page.last().value() : null);
    }
}

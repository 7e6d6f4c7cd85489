package io.rookery.quickstart.state;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as people and scripts like to read it. */
public final class Json {
    public static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    public static String text(Object value) {
        return MAPPER.writeValueAsString(value) + "\n";
    }
}

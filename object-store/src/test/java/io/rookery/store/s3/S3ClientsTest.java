package io.rookery.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the requests go: the bucket in the path, or in front of the host's name, as AWS and its like want it. */
class S3ClientsTest {
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            -                            , true , https://s3.eu-central-1.amazonaws.com/rookery/profiles/alice
            -                            , false, https://rookery.s3.eu-central-1.amazonaws.com/profiles/alice
            http://127.0.0.1:9000        , true , http://127.0.0.1:9000/rookery/profiles/alice
            https://objects.example.org  , false, https://rookery.objects.example.org/profiles/alice
            https://objects.example.org/s3, true, https://objects.example.org/s3/rookery/profiles/alice
            """)
    void pathStyleAndVirtualHostStyle(@Nullable URI endpoint, boolean pathStyle, String url) {
        var credentials = new S3Settings.Credentials("key", "secret");
        var settings = S3Settings.of(endpoint, "eu-central-1", "rookery", credentials, pathStyle, false);
        try (var client = S3Clients.create(settings)) {
            assertThat(client.utilities()
                            .getUrl(request -> request.bucket("rookery").key("profiles/alice")))
                    .hasToString(url);
        }
    }
}

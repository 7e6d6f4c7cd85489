package io.rookery.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Dockerfiles, as far as that can be seen without an engine. */
class ImagesTest {
    private static final Path IMAGES = Path.of("images");
    private static final Compose COMPOSE = Compose.read();

    static List<Path> dockerfiles() throws IOException {
        try (Stream<Path> files = Files.list(IMAGES)) {
            return files.filter(file -> file.toString().endsWith(".Dockerfile")).toList();
        }
    }

    @Test
    void composeBuildsEachOfThemFromTheRepository() throws IOException {
        List<Path> built = COMPOSE.services()
                .filter(Compose.Service::isBuilt)
                .map(service -> {
                    Path context = Path.of(service.get("build", "context").toString());
                    return context.resolve(service.get("build", "dockerfile").toString())
                            .toAbsolutePath()
                            .normalize();
                })
                .distinct()
                .toList();

        assertThat(built)
                .containsExactlyInAnyOrderElementsOf(dockerfiles().stream()
                        .map(file -> file.toAbsolutePath().normalize())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void basesArePinnedAndCanBeChosen(Path dockerfile) throws IOException {
        String text = Files.readString(dockerfile);

        assertThat(matches(text, "(?m)^FROM (\\S+)")).containsExactly("${JRE_IMAGE}", "${BASE_IMAGE}");
        assertThat(matches(text, "(?m)^ARG JRE_IMAGE=(\\S+)"))
                .singleElement()
                .asString()
                .matches("[\\w/-]+:25\\.\\S+");
        assertThat(matches(text, "(?m)^ARG BASE_IMAGE=(\\S+)"))
                .singleElement()
                .asString()
                .matches("[\\w/-]+:[\\w.-]*\\d{8}[\\w.-]*");
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void runsAsAUserOfItsOwnUnderAnInitAndHasAHealth(Path dockerfile) throws IOException {
        String text = Files.readString(dockerfile);

        assertThat(matches(text, "(?m)^USER (\\S+)")).containsExactly("10001:10001");
        assertThat(text).contains("\nENTRYPOINT [\"tini\", \"-s\", \"--\", ").containsPattern("(?m)^HEALTHCHECK ");
        assertThat(text.indexOf("\nUSER ")).isLessThan(text.indexOf("\nENTRYPOINT "));
        assertThat(text).doesNotContain(":latest", "sudo", "chmod 777");
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void whatIsCopiedIsBuiltOrThereAndNotIgnored(Path dockerfile) throws IOException {
        List<String> ignored = Files.readAllLines(IMAGES.resolve(dockerfile.getFileName() + ".dockerignore"));
        List<String> copied = matches(Files.readString(dockerfile), "(?m)^COPY (?!--from)(?:--\\S+ )*(\\S+) \\S+$");

        assertThat(ignored).first().isEqualTo("*");
        assertThat(copied).isNotEmpty().allSatisfy(path -> {
            assertThat(ignored).contains("!" + path);
            builtOrThere(path);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "session-worker"})
    void programsMayUseNativeCode(String program) throws IOException {
        assertThat(Files.readString(IMAGES.resolve(program + ".Dockerfile")))
                .contains(
                        "\"java\", \"--enable-native-access=ALL-UNNAMED\", ",
                        "/opt/rookery/" + program + "/" + program + ".jar\"]");
    }

    @Test
    void theWorkerHasItsBrowserWithFontsAndNode() throws IOException {
        assertThat(Files.readString(IMAGES.resolve("session-worker.Dockerfile")))
                .contains(
                        "chromium-headless-shell",
                        "nodejs",
                        "fonts-",
                        "util-linux",
                        "install --directory --owner=rookery");
    }

    @Test
    void theObjectStoreIsTheOneThatTheTestsRunAgainst() throws IOException {
        String version = matches(Files.readString(Compose.REPOSITORY.resolve("pom.xml")), "<s3proxy.version>([^<]+)<")
                .getFirst();
        String dockerfile = Files.readString(IMAGES.resolve("object-store.Dockerfile"));

        assertThat(dockerfile)
                .contains("ARG S3PROXY_VERSION=" + version + "\n", "ADD --checksum=sha256:${S3PROXY_SHA256}");
        assertThat(COMPOSE.service("object-store").get("image")).isEqualTo("rookery/object-store:" + version);
    }

    @Test
    void healthIsAskedForWhereItIsServed() throws IOException {
        for (Compose.Service service :
                COMPOSE.services().filter(Compose.Service::isBuilt).toList()) {
            String url = Yaml.list(service.get("healthcheck", "test")).getLast().toString();
            Path dockerfile = Compose.REPOSITORY.resolve(
                    service.get("build", "dockerfile").toString());

            assertThat(Files.readString(dockerfile)).as(service.name()).contains("\"" + url + "\"");
        }
    }

    private static List<String> matches(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    /** A jar by the name that its module gives it, or a file of the repository. */
    private static void builtOrThere(String path) {
        Path file = Compose.REPOSITORY.resolve(path);
        if (!path.endsWith(".jar")) {
            assertThat(file).isExecutable();
            return;
        }
        String module = path.substring(0, path.indexOf('/'));
        assertThat(path).isEqualTo(module + "/target/" + module + ".jar");
        assertThat(Compose.REPOSITORY.resolve(module).resolve("pom.xml"))
                .content()
                .contains("<finalName>" + module + "</finalName>");
    }
}

# The session worker with its browser. Build the jar first (./mvnw -pl session-worker -am package), then from the root:
#   docker build -f infra/images/session-worker.Dockerfile -t rookery/session-worker .
ARG JRE_IMAGE=eclipse-temurin:25.0.3_9-jre
ARG BASE_IMAGE=debian:trixie-20260713-slim

FROM ${JRE_IMAGE} AS jre
# Unpacked, the program starts in a fraction of the time that it needs from one jar of jars.
COPY session-worker/target/session-worker.jar /build/session-worker.jar
RUN java -Djarmode=tools -jar /build/session-worker.jar extract --destination /build/session-worker

FROM ${BASE_IMAGE}
# chromium-headless-shell takes half of the full browser's memory; nodejs runs Playwright's driver; procps and util-linux
# (setsid, setpriv) are what the browsers' guard works with.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends \
      ca-certificates chromium-headless-shell curl nodejs procps tini util-linux \
      fonts-liberation fonts-noto-color-emoji fonts-noto-core \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 rookery \
 && useradd --uid 10001 --gid rookery --create-home --shell /usr/sbin/nologin rookery \
 && install --directory --owner=rookery --group=rookery --mode=0700 /var/lib/rookery
COPY --from=jre /opt/java/openjdk /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:$PATH LANG=C.UTF-8 \
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 \
    ROOKERY_WORKER_DATADIRECTORY=/var/lib/rookery
COPY --from=jre /build/session-worker /opt/rookery/session-worker

# Chromium refuses its own sandbox to root, so not root.
USER 10001:10001
WORKDIR /home/rookery
VOLUME /var/lib/rookery
# Health and metrics only.
EXPOSE 8081
HEALTHCHECK --interval=10s --timeout=5s --retries=3 --start-period=60s \
  CMD ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", "http://127.0.0.1:8081/actuator/health/readiness"]
# tini reaps what dead browsers leave behind. Most of the container's memory is the browsers', so the heap has a fixed bound.
ENTRYPOINT ["tini", "-s", "--", "java", "--enable-native-access=ALL-UNNAMED", "-Xmx384m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/rookery/session-worker/session-worker.jar"]

# The gateway. Build the jar first (./mvnw -pl gateway -am package), then from the repository's root:
#   docker build -f infra/images/gateway.Dockerfile -t rookery/gateway .
ARG JRE_IMAGE=eclipse-temurin:25.0.3_9-jre
ARG BASE_IMAGE=debian:trixie-20260713-slim

FROM ${JRE_IMAGE} AS jre
# Unpacked, the program starts in a fraction of the time that it needs from one jar of jars.
COPY gateway/target/gateway.jar /build/gateway.jar
RUN java -Djarmode=tools -jar /build/gateway.jar extract --destination /build/gateway

FROM ${BASE_IMAGE}
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates curl tini \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 rookery \
 && useradd --uid 10001 --gid rookery --create-home --shell /usr/sbin/nologin rookery
COPY --from=jre /opt/java/openjdk /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:$PATH LANG=C.UTF-8
COPY --from=jre /build/gateway /opt/rookery/gateway

USER 10001:10001
WORKDIR /home/rookery
# 8080: REST; 8081: health and metrics. Both listen on the loopback address unless told otherwise.
EXPOSE 8080 8081
HEALTHCHECK --interval=10s --timeout=5s --retries=3 --start-period=60s \
  CMD ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", "http://127.0.0.1:8080/health"]
ENTRYPOINT ["tini", "-s", "--", "java", "--enable-native-access=ALL-UNNAMED", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/rookery/gateway/gateway.jar"]

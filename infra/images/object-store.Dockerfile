# s3proxy over a directory: the very jar that the tests run against, by its checksum. There is no image of this release with a
# tag that names it.
ARG JRE_IMAGE=eclipse-temurin:25.0.3_9-jre
ARG BASE_IMAGE=debian:trixie-20260713-slim

FROM ${JRE_IMAGE} AS jre

FROM ${BASE_IMAGE}
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates curl tini \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 rookery \
 && useradd --uid 10001 --gid rookery --create-home --shell /usr/sbin/nologin rookery \
 && install --directory --owner=rookery --group=rookery --mode=0700 /data
COPY --from=jre /opt/java/openjdk /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:$PATH LANG=C.UTF-8
ARG S3PROXY_VERSION=4.1.0
ARG S3PROXY_SHA256=a4d025969aaf796616ed4b1e2491d87d455ce84bb28cb9db086b2e6aaa68b48d
ADD --checksum=sha256:${S3PROXY_SHA256} --chmod=0644 \
  https://repo1.maven.org/maven2/org/gaul/s3proxy/${S3PROXY_VERSION}/s3proxy-${S3PROXY_VERSION}-jar-with-dependencies.jar \
  /opt/s3proxy/s3proxy.jar
COPY --chmod=0755 infra/object-store/start /opt/s3proxy/start

USER 10001:10001
WORKDIR /home/rookery
VOLUME /data
EXPOSE 9000
HEALTHCHECK --interval=10s --timeout=3s --retries=3 --start-period=30s \
  CMD ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", "http://127.0.0.1:9000/healthz"]
ENTRYPOINT ["tini", "-s", "--", "/opt/s3proxy/start"]

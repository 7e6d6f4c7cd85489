package io.rookery.gateway.stream;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Live streams. How many there may be, and what they share, is in {@link io.rookery.gateway.GatewayProperties}.
 *
 * @param stall how long a connection may take nothing at all before the stream is cut
 */
@ConfigurationProperties("rookery.stream")
record StreamProperties(@DefaultValue("30s") Duration stall) {}

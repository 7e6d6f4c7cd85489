package io.rookery.gateway.http;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * For browsers.
 *
 * @param allowedOrigins pages of these origins ({@code https://console.example}) may ask; none where it is empty
 */
@ConfigurationProperties("rookery.http")
record HttpProperties(@DefaultValue List<String> allowedOrigins) {}

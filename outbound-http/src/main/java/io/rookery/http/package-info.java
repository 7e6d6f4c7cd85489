/**
 * Requests to URLs that strangers name: {@link io.rookery.http.OutboundHttp}.
 *
 * <p>Four ideas, one after the other. {@code UrlRules} judges how a URL is written, {@code Destinations} and {@code AddressRules} judge where its host
 * lies, {@code Exchange} speaks to an address that was judged, {@code ContentSniffer} says what came back.
 */
@NullMarked
package io.rookery.http;

import org.jspecify.annotations.NullMarked;

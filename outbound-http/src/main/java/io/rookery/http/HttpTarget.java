package io.rookery.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;

/**
 * A URL whose spelling was judged; its host was not yet.
 *
 * @param host in its one spelling; IPv6 without brackets
 * @param uri all of it, in ASCII and without a fragment
 */
record HttpTarget(boolean secure, String host, int port, URI uri) {

    Optional<InetAddress> address() {
        return HostNames.address(host);
    }

    /** What the request line asks for. */
    String pathAndQuery() {
        return uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
    }

    /** The value of the Host header. */
    String hostHeader() {
        return uri.getRawAuthority();
    }
}

package io.rookery.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Places that the operator opens, though strangers could not reach them. */
record AllowedPrivate(Set<String> hosts, List<Cidr> ranges) {

    AllowedPrivate {
        hosts = Set.copyOf(hosts);
        ranges = List.copyOf(ranges);
    }

    /** @throws IllegalArgumentException naming the entry that is neither a host name, nor an address, nor a CIDR range */
    static AllowedPrivate parse(List<String> entries) {
        Set<String> hosts = new HashSet<>();
        List<Cidr> ranges = new ArrayList<>();
        for (String entry : entries) {
            if (entry.contains("/") || HostNames.address(entry).isPresent()) {
                ranges.add(Cidr.parse(entry));
            } else {
                hosts.add(HostNames.normalised(entry)
                        .orElseThrow(() ->
                                new IllegalArgumentException("not a host name, an address or a CIDR range: " + entry)));
            }
        }
        return new AllowedPrivate(hosts, ranges);
    }

    boolean hasHost(String host) {
        return hosts.contains(host);
    }

    boolean hasAddress(InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }
}

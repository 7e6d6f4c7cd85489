package io.rookery.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Turns names into addresses. May block. */
@FunctionalInterface
interface NameResolver {
    /** The machine's own: hosts file, DNS. */
    NameResolver SYSTEM = name -> List.of(InetAddress.getAllByName(name));

    List<InetAddress> resolve(String name) throws UnknownHostException;
}

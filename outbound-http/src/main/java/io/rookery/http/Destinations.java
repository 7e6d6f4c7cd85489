package io.rookery.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Where a target's host lies. A name is looked up once, here; what is connected to is what was judged. */
final class Destinations {
    private final NameResolver resolver;
    private final AllowedPrivate allowed;
    private final Predicate<InetAddress> own;

    /** @param own whether an address is one of this machine: a public one may reach services behind its firewall */
    Destinations(NameResolver resolver, AllowedPrivate allowed, Predicate<InetAddress> own) {
        this.resolver = resolver;
        this.allowed = allowed;
        this.own = own;
    }

    /** All addresses of the host, each of them judged; never empty. One that is forbidden forbids the host. */
    List<InetAddress> of(HttpTarget target, Deadline deadline) throws OutboundHttpException {
        String host = target.host();
        Optional<InetAddress> literal = target.address();
        boolean allowedByName = allowed.hasHost(host);
        if (literal.isEmpty() && !allowedByName) judgeName(host);
        List<InetAddress> addresses = literal.isPresent() ? List.of(literal.get()) : resolve(host, deadline);
        if (allowedByName) return addresses;
        for (InetAddress address : addresses) {
            if (allowed.hasAddress(address)) continue;
            Optional<String> reason = AddressRules.forbidden(address);
            if (reason.isPresent()) throw forbidden(host, "leads to a forbidden address: " + reason.get());
            if (own.test(address)) throw forbidden(host, "leads to a forbidden address: this machine's own");
        }
        return addresses;
    }

    /** Names whose addresses are nobody's business: they mean this machine, or something else in every network. */
    private static void judgeName(String host) throws OutboundHttpException {
        if (host.equals("localhost") || host.endsWith(".localhost") || host.endsWith(".localdomain")) {
            throw forbidden(host, "means this machine");
        }
        if (!host.contains(".")) throw forbidden(host, "has no dot: a name of a private network");
    }

    /** A look-up can't be interrupted: it goes on in a thread of its own when the time is up. */
    private List<InetAddress> resolve(String name, Deadline deadline) throws OutboundHttpException {
        FutureTask<List<InetAddress>> lookup = new FutureTask<>(() -> List.copyOf(resolver.resolve(name)));
        Thread.ofPlatform().daemon().name("outbound-http-lookup").start(lookup);
        try {
            List<InetAddress> addresses = lookup.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
            if (!addresses.isEmpty()) return addresses;
            throw OutboundHttpException.temporary(HttpFault.FETCH_FAILED, name + " has no address");
        } catch (ExecutionException e) {
            throw OutboundHttpException.temporary(HttpFault.FETCH_FAILED, name + " has no address", e.getCause());
        } catch (TimeoutException e) {
            throw OutboundHttpException.temporary(HttpFault.TIMEOUT, name + " was not found in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw OutboundHttpException.temporary(HttpFault.FETCH_FAILED, "the request was interrupted", e);
        }
    }

    private static OutboundHttpException forbidden(String host, String reason) {
        return OutboundHttpException.permanent(HttpFault.URL_FORBIDDEN, host + " is refused: it " + reason);
    }
}

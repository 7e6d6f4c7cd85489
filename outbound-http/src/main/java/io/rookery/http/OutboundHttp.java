package io.rookery.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * Asks for URLs that strangers name, and reaches nothing but the public internet, or what the operator allows beside it. Proxies of system properties and
 * of the environment are not used: through a proxy, nobody here could tell which address is reached.
 *
 * <p>Safe for use by many threads. Calls block, on virtual threads as well as on others, and no longer than the total time-out.
 */
public final class OutboundHttp {
    private final OutboundHttpSettings settings;
    private final UrlRules urls;
    private final Destinations destinations;
    private final SSLContext tls;
    private final Semaphore turns;

    /** @throws IllegalArgumentException where an entry of {@code allowPrivate} is not one */
    public OutboundHttp(OutboundHttpSettings settings) {
        this(settings, NameResolver.SYSTEM, OutboundHttp::isOwn, defaultTls());
    }

    OutboundHttp(OutboundHttpSettings settings, NameResolver resolver, Predicate<InetAddress> own, SSLContext tls) {
        this.settings = settings;
        this.urls = new UrlRules(settings.ports());
        this.destinations = new Destinations(resolver, AllowedPrivate.parse(settings.allowPrivate()), own);
        this.tls = tls;
        this.turns = new Semaphore(settings.maxConcurrent(), true);
    }

    /**
     * Fetches a URL into a file. Redirects are followed, each judged as the URL itself.
     *
     * @throws OutboundHttpException where the URL is refused, or the server does not give what is wanted
     * @throws IOException where the file exists already, or can't be written: a fault of this machine
     */
    public Fetched fetch(FetchRequest request) throws OutboundHttpException, IOException {
        HttpTarget first = urls.judge(request.url());
        return inTurn(deadline -> {
            HttpTarget target = first;
            for (int redirects = 0; redirects <= settings.maxRedirects(); redirects++) {
                HttpTarget asked = target;
                try (Exchange exchange = connect(asked, deadline)) {
                    ClassicHttpResponse response = send(exchange, get(asked, request.types()), asked, deadline);
                    Header location = response.getFirstHeader(HttpHeaders.LOCATION);
                    if (!isRedirect(response.getCode()) || location == null) {
                        var failure = Failures.status(asked, response);
                        if (failure.isPresent()) throw failure.get();
                        return new Download(request, asked, deadline).save(response);
                    }
                    target = urls.redirected(asked, location.getValue());
                }
            }
            throw OutboundHttpException.permanent(
                    HttpFault.FETCH_FAILED, "more than " + settings.maxRedirects() + " redirects");
        });
    }

    /**
     * Posts a body. A redirect is an answer and is not followed; the body of the answer is not read.
     *
     * @return the answer, whatever its status is
     * @throws OutboundHttpException where the URL is refused, or there was no answer: the server may have got the body, or not
     */
    public PostAnswer post(PostRequest request) throws OutboundHttpException {
        HttpTarget target = urls.judge(request.url());
        return inTurn(deadline -> {
            try (Exchange exchange = connect(target, deadline)) {
                ClassicHttpResponse response = send(exchange, post(target, request), target, deadline);
                Header retryAfter = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
                return new PostAnswer(response.getCode(), retryAfter == null ? null : retryAfter.getValue());
            }
        });
    }

    /**
     * Judges a URL as a request would be judged now, and connects to nothing: its spelling, and the addresses that its name has at this moment. A later request is judged anew.
     *
     * @throws OutboundHttpException where a request would be refused, or the name has no address
     */
    public void judge(String url) throws OutboundHttpException {
        HttpTarget target = urls.judge(url);
        try (Deadline deadline = Deadline.in(settings.connectTimeout())) {
            var unused = destinations.of(target, deadline);
        }
    }

    @FunctionalInterface
    private interface Task<T, E extends Exception> {
        T run(Deadline deadline) throws OutboundHttpException, E;
    }

    /** The wait for a turn counts: a caller knows how long it waits at most. */
    private <T, E extends Exception> T inTurn(Task<T, E> task) throws OutboundHttpException, E {
        try (Deadline deadline = Deadline.in(settings.totalTimeout())) {
            if (!turns.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                throw OutboundHttpException.temporary(HttpFault.TIMEOUT, "too many requests at once");
            }
            try {
                return task.run(deadline);
            } finally {
                turns.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw OutboundHttpException.temporary(HttpFault.FETCH_FAILED, "the request was interrupted", e);
        }
    }

    private Exchange connect(HttpTarget target, Deadline deadline) throws OutboundHttpException {
        var addresses = destinations.of(target, deadline);
        try {
            return Exchange.open(target, addresses, tls.getSocketFactory(), settings.connectTimeout(), deadline);
        } catch (IOException e) {
            throw Failures.broken(target, e, deadline);
        }
    }

    private static ClassicHttpResponse send(
            Exchange exchange, ClassicHttpRequest request, HttpTarget target, Deadline deadline)
            throws OutboundHttpException {
        try {
            return exchange.send(request);
        } catch (IOException e) {
            throw Failures.broken(target, e, deadline);
        } catch (HttpException e) {
            throw Failures.unreadable(target, e);
        }
    }

    private static ClassicHttpRequest get(HttpTarget target, MediaTypes types) {
        ClassicHttpRequest request = request("GET", target);
        request.setHeader(HttpHeaders.ACCEPT, String.join(", ", types.patterns()));
        return request;
    }

    private static ClassicHttpRequest post(HttpTarget target, PostRequest from) {
        ClassicHttpRequest request = request("POST", target);
        from.headers().forEach(request::setHeader);
        byte[] body = from.body().getBytes(StandardCharsets.UTF_8);
        request.setHeader(HttpHeaders.CONTENT_TYPE, from.contentType());
        request.setHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
        request.setEntity(new ByteArrayEntity(body, ContentType.parse(from.contentType())));
        return request;
    }

    private static ClassicHttpRequest request(String method, HttpTarget target) {
        ClassicHttpRequest request = new BasicClassicHttpRequest(method, target.pathAndQuery());
        request.setHeader(HttpHeaders.HOST, target.hostHeader());
        request.setHeader(HttpHeaders.USER_AGENT, "Rookery");
        request.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
        request.setHeader(HttpHeaders.CONNECTION, "close");
        return request;
    }

    private static boolean isRedirect(int status) {
        return switch (status) {
            case HttpStatus.SC_MOVED_PERMANENTLY,
                    HttpStatus.SC_MOVED_TEMPORARILY,
                    HttpStatus.SC_SEE_OTHER,
                    HttpStatus.SC_TEMPORARY_REDIRECT,
                    HttpStatus.SC_PERMANENT_REDIRECT -> true;
            default -> false;
        };
    }

    static boolean isOwn(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            // An unknown list of addresses holds this one as well as not: the safe answer.
            return true;
        }
    }

    private static SSLContext defaultTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }
}

package io.rookery.store.s3;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.spi.scheme.AuthScheme;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * Signs requests as the AWS SDK does (SigV4), but where the store is reached by plain HTTP the signature leaves out the payload, as the SDK leaves it out by HTTPS. Hashing it costs both sides more than
 * sending it, and brings nothing: what is stored is sealed, and who sits on an unencrypted line can do without the signature, and say that all was stored.
 */
final class UnsignedPayloads implements AuthScheme<AwsCredentialsIdentity>, HttpSigner<AwsCredentialsIdentity> {
    private static final String PLAIN = "http";
    private static final String ENCRYPTED = "https";
    private static final int PLAIN_PORT = 80;
    private static final int ENCRYPTED_PORT = 443;

    private final AwsV4AuthScheme scheme = AwsV4AuthScheme.create();

    @Override
    public String schemeId() {
        return scheme.schemeId();
    }

    @Override
    public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
        return scheme.identityProvider(providers);
    }

    @Override
    public HttpSigner<AwsCredentialsIdentity> signer() {
        return this;
    }

    /** The SDK's signer decides by the protocol, so it gets to see the other one. The host that it signs stays: it names a port that is not the protocol's own, and only that. */
    @Override
    public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
        SdkHttpRequest plain = request.request();
        if (!PLAIN.equals(plain.protocol()) || plain.port() == ENCRYPTED_PORT) {
            return scheme.signer().sign(request);
        }
        int port = plain.port() == PLAIN_PORT ? ENCRYPTED_PORT : plain.port();
        SignedRequest signed = scheme.signer()
                .sign(request.copy(copy ->
                        copy.request(plain.copy(it -> it.protocol(ENCRYPTED).port(port)))));
        return signed.copy(copy ->
                copy.request(signed.request().copy(it -> it.protocol(PLAIN).port(plain.port()))));
    }

    @Override
    public CompletableFuture<AsyncSignedRequest> signAsync(AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
        return scheme.signer().signAsync(request);
    }
}

package io.rookery.gateway.webhook.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.gateway.webhook.Sealed;
import io.rookery.gateway.webhook.SecretSeal.SecretsUnavailable;
import io.rookery.gateway.webhook.WebhookId;
import io.rookery.store.tink.Keyset;
import io.rookery.store.tink.KeysetMasterKeys;
import org.junit.jupiter.api.Test;

class MasterKeySealTest {
    private static final WebhookId ID = new WebhookId("wh_aaaaaaaaaaaaaaaaaaaa");
    private static final WebhookId OTHER = new WebhookId("wh_bbbbbbbbbbbbbbbbbbbb");
    private static final String SECRETS = "{\"signing\":{\"k\":\"whsec_x\"}}";
    private final MasterKeySeal seal = new MasterKeySeal(KeysetMasterKeys.of(Keyset.create()));

    @Test
    void secretsAreEncryptedUnderTheMasterKeyAndBoundToTheirWebhook() throws Exception {
        Sealed sealed = seal.seal(ID, SECRETS);
        assertThat(sealed.text()).doesNotContain("whsec");
        assertThat(sealed.masterKey()).isNotNull();
        assertThat(seal.open(ID, sealed)).isEqualTo(SECRETS);
        assertThatThrownBy(() -> seal.open(OTHER, sealed)).isInstanceOf(SecretsUnavailable.class);
        assertThatThrownBy(() -> seal.open(ID, new Sealed(sealed.masterKey(), "?")))
                .isInstanceOf(SecretsUnavailable.class);
    }

    @Test
    void aMissingKeyIsAFaultOfTheInfrastructure() throws Exception {
        Sealed sealed = seal.seal(ID, SECRETS);
        assertThatThrownBy(() -> new MasterKeySeal(null).open(ID, sealed)).isInstanceOf(SecretsUnavailable.class);
        assertThatThrownBy(() -> new MasterKeySeal(KeysetMasterKeys.of(Keyset.create())).open(ID, sealed))
                .isInstanceOf(SecretsUnavailable.class);
    }

    @Test
    void withoutAMasterKeySecretsLieThereAsTheyAre_andAreReadOnWhenThereIsOne() throws Exception {
        Sealed plain = new MasterKeySeal(null).seal(ID, SECRETS);
        assertThat(plain).isEqualTo(new Sealed(null, SECRETS));
        assertThat(seal.open(ID, plain)).isEqualTo(SECRETS);
    }
}

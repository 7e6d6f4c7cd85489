package io.rookery.systest.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The users of a broker and what they may do: the table "Kafka's ACLs" of docs/security.md, and no more than it says. */
public final class KafkaRights {
    public static final String GATEWAY = "gateway";
    public static final String WORKER = "worker";

    private static final int ITERATIONS = 4096;

    private KafkaRights() {}

    /** @param passwords by user */
    public static void grant(String bootstrap, Map<String, String> passwords) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.alterUserScramCredentials(passwords.entrySet().stream()
                            .<UserScramCredentialAlteration>map(user -> new UserScramCredentialUpsertion(
                                    user.getKey(),
                                    new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                                    user.getValue()))
                            .toList())
                    .all()
                    .get();
            admin.createAcls(
                            Stream.concat(gateway().stream(), worker().stream()).toList())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<AclBinding> gateway() {
        var rights = new Rights(GATEWAY);
        rights.topics(AclOperation.DESCRIBE, PatternType.PREFIXED, "rookery.");
        rights.topics(AclOperation.CREATE, PatternType.PREFIXED, "rookery.");
        rights.topics(
                AclOperation.WRITE,
                PatternType.LITERAL,
                "rookery.commands",
                "rookery.config",
                "rookery.audit",
                "rookery.webhooks.replay",
                "rookery.webhooks.dlt",
                "rookery.webhooks.deliveries");
        rights.topics(
                AclOperation.READ,
                PatternType.LITERAL,
                "rookery.events.status",
                "rookery.events.qr",
                "rookery.events.message",
                "rookery.events.outcome",
                "rookery.config",
                "rookery.audit",
                "rookery.webhooks.replay",
                "rookery.webhooks.dlt",
                "rookery.webhooks.deliveries");
        rights.groups(PatternType.PREFIXED, "rookery.webhook.", AclOperation.READ, AclOperation.DELETE);
        return rights.all;
    }

    private static List<AclBinding> worker() {
        var rights = new Rights(WORKER);
        rights.topics(AclOperation.DESCRIBE, PatternType.PREFIXED, "rookery.");
        rights.topics(
                AclOperation.WRITE,
                PatternType.LITERAL,
                "rookery.commands",
                "rookery.commands.dlt",
                "rookery.events.status",
                "rookery.events.qr",
                "rookery.events.message",
                "rookery.events.outcome",
                "rookery.sessions");
        rights.topics(
                AclOperation.READ,
                PatternType.LITERAL,
                "rookery.commands",
                "rookery.events.outcome",
                "rookery.sessions");
        rights.groups(PatternType.LITERAL, "rookery.admission", AclOperation.READ);
        return rights.all;
    }

    private record Rights(String user, List<AclBinding> all) {
        Rights(String user) {
            this(user, new ArrayList<>());
        }

        void topics(AclOperation operation, PatternType pattern, String... names) {
            for (String name : names) add(ResourceType.TOPIC, pattern, name, operation);
        }

        void groups(PatternType pattern, String name, AclOperation... operations) {
            for (AclOperation operation : operations) add(ResourceType.GROUP, pattern, name, operation);
        }

        private void add(ResourceType type, PatternType pattern, String name, AclOperation operation) {
            all.add(new AclBinding(
                    new ResourcePattern(type, name, pattern),
                    new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)));
        }
    }
}

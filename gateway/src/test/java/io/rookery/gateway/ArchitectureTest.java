package io.rookery.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.rookery.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String BASE = "io.rookery.gateway.";

    @ArchTest
    static final ArchRule kafkaIsKnownToItsAdaptersOnly = noClasses()
            .that()
            .resideOutsideOfPackages("..kafka..", "io.rookery.gateway")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..", "org.springframework.kafka..", "org.springframework.boot.kafka..");

    @ArchTest
    static final ArchRule redisIsKnownToItsAdapterOnly = noClasses()
            .that()
            .resideOutsideOfPackage("..redis..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.lettuce..", "org.springframework.data..");

    @ArchTest
    static final ArchRule theStoreIsKnownToWhatIsInItOnly = noClasses()
            .that()
            .resideOutsideOfPackages(BASE + "media..", BASE + "profile.store..", BASE + "webhook.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.rookery.store..", "software.amazon..", "com.google.crypto..");

    @ArchTest
    static final ArchRule nobodyKnowsAnAdapter = noClasses()
            .that()
            .resideOutsideOfPackages("..kafka..", "..redis..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.rookery.gateway..kafka..", "io.rookery.gateway..redis..");

    @ArchTest
    static final ArchRule featuresAreFreeOfCycles =
            slices().matching(BASE + "(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule problemsKnowNoFeature = classes()
            .that()
            .resideInAPackage(BASE + "problem..")
            .should()
            .onlyDependOnClassesThat(com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages(
                            "io.rookery.gateway..")
                    .or(com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(BASE + "problem..")));

    @ArchTest
    static final ArchRule eventsKnowNoOtherFeature = noClasses()
            .that()
            .resideInAPackage(BASE + "event..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    BASE + "session..", BASE + "command..", BASE + "message..", BASE + "stream..", BASE + "access..");

    @ArchTest
    static final ArchRule timeComesIn = noClasses()
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");
}

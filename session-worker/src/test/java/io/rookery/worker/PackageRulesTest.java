package io.rookery.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** How the worker is cut. */
@AnalyzeClasses(packages = "io.rookery.worker", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageRulesTest {
    private static final String[] FEATURES = {
        "io.rookery.worker.lease",
        "io.rookery.worker.command",
        "io.rookery.worker.session",
        "io.rookery.worker.event",
        "io.rookery.worker.profile",
        "io.rookery.worker.browser",
        "io.rookery.worker.recovery"
    };

    @ArchTest
    static final ArchRule featuresKnowNoLibraryOfTheirAdapters = noClasses()
            .that()
            .resideInAnyPackage(FEATURES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..",
                    "io.lettuce..",
                    "reactor..",
                    "org.apache.kafka..",
                    "software.amazon..",
                    "com.microsoft.playwright..");

    @ArchTest
    static final ArchRule leasesKnowNothingOfCommandsAndBrowsers = noClasses()
            .that()
            .resideInAPackage("io.rookery.worker.lease..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.rookery.worker.command..", "io.rookery.worker.browser..", "io.rookery.worker.session..");

    @ArchTest
    static final ArchRule profilesAndBrowsersKnowNoLeases = noClasses()
            .that()
            .resideInAnyPackage("io.rookery.worker.profile..", "io.rookery.worker.browser..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.rookery.worker.lease..", "io.rookery.worker.command..", "io.rookery.worker.session..");

    @ArchTest
    static final ArchRule onlyTheProgramPutsAdaptersTogether = noClasses()
            .that()
            .resideInAnyPackage(FEATURES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.rookery.worker.app..",
                    "io.rookery.worker..redis..",
                    "io.rookery.worker..kafka..",
                    "io.rookery.store.s3..",
                    "io.rookery.store.tink..",
                    "io.rookery.worker..playwright..");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.rookery.worker.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theMachineReadsNoClock = noClasses()
            .that()
            .resideInAnyPackage("io.rookery.worker.session", "io.rookery.worker.command", "io.rookery.worker.event")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(System.class, "currentTimeMillis");
}

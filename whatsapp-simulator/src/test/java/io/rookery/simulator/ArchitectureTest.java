package io.rookery.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

@AnalyzeClasses(packagesOf = Simulator.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule THE_RULES_KNOW_NO_SOCKETS_AND_NO_THREADS = noClasses()
            .that()
            .resideInAnyPackage("..server", "..store", "..ledger")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.rookery.simulator.http..", "io.vertx.core", "io.vertx.core.http..", "java.util.concurrent..");

    @ArchTest
    static final ArchRule TIME_COMES_IN = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule NOTHING_OF_THE_PRODUCT_IS_KNOWN = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.rookery.worker..", "io.rookery.gateway..", "io.rookery.events..");
}

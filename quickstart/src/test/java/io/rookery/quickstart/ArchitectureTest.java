package io.rookery.quickstart;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Instant;

@AnalyzeClasses(packagesOf = Cluster.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule THE_PROGRAMS_ARE_KNOWN_BY_THEIR_JARS_ONLY = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.rookery.gateway..", "io.rookery.worker..", "io.rookery.simulator..", "org.springframework..");

    @ArchTest
    static final ArchRule KAFKA_IS_KNOWN_ONLY_TO_WHAT_RUNS_IN_ITS_JVM = noClasses()
            .that()
            .doNotHaveSimpleName("KafkaMain")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("kafka..", "org.apache.kafka..", "scala..");

    @ArchTest
    static final ArchRule PROCESSES_KNOW_NOTHING_OF_WHAT_RUNS_IN_THEM = noClasses()
            .that()
            .resideInAPackage("..process")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.rookery.quickstart", "..cli", "..state", "..demo", "..api");

    @ArchTest
    static final ArchRule TIME_IS_READ_IN_ONE_PLACE = noClasses()
            .that()
            .doNotHaveSimpleName("Wait")
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now");

    @ArchTest
    static final ArchRule NO_CYCLES = SlicesRuleDefinition.slices()
            .matching("io.rookery.quickstart.(*)..")
            .should()
            .beFreeOfCycles();
}

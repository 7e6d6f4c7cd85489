package io.rookery.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortPlanTest {
    @Test
    void nothingWrittenMeansTheUsualPorts() {
        assertThat(PortPlan.parse("")).isEqualTo(PortPlan.usual());
        assertThat(PortPlan.usual().port(PortName.GATEWAY)).isEqualTo(8080);
    }

    @Test
    void onePortCanBeChanged() {
        PortPlan plan = PortPlan.parse("redis=16379, simulator-https=0");
        assertThat(plan.port(PortName.REDIS)).isEqualTo(16379);
        assertThat(plan.port(PortName.SIMULATOR_HTTPS)).isZero();
        assertThat(plan.port(PortName.KAFKA)).isEqualTo(9092);
    }

    @Test
    void freeOnesCanBeMixedWithAChosenOne() {
        PortPlan plan = PortPlan.parse("free,gateway=8180").resolved();
        assertThat(plan.port(PortName.GATEWAY)).isEqualTo(8180);
        assertThat(plan.ports().values()).doesNotContain(0).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"radis=1,radis", "redis=65536,65536", "redis=x,x", "redis,''", "redis=-1,-1"})
    void whatIsWrongIsNamed(String text, String culprit) {
        assertThatThrownBy(() -> PortPlan.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + culprit + "'");
    }
}

package io.observoor.kernel.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.observoor.api.batch.Sampling;
import io.observoor.api.batch.Sampling.Mode;
import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.ProbeDeclaration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingRulesTest {
  private static final ProbeDeclaration PROBE =
      ProbeDeclaration.named("net")
          .event(EventDeclaration.named("net_tx_tcp").type("net_tx"))
          .event(EventDeclaration.named("net_tx_udp").type("net_tx"))
          .event(EventDeclaration.named("net_rx"))
          .build();

  @Test
  void eachTypeHasItsOwnOrTheCommonRule() {
    Sampling nth = new Sampling(Mode.NTH, 0.1f);
    Sampling quarter = new Sampling(Mode.PROBABILITY, 0.25f);
    assertEquals(
        Map.of("net_tx", quarter, "net_rx", nth),
        SamplingRules.parse("default=nth:0.1", "net_tx=probability:0.25").of(PROBE));
    assertEquals(
        Map.of("net_tx", Sampling.NONE, "net_rx", nth),
        SamplingRules.parse("default=nth:0.1", "net_tx=none:1.0").of(PROBE));
  }

  @Test
  void samplesNothingWithoutRules() {
    assertEquals(
        Map.of("net_tx", Sampling.NONE, "net_rx", Sampling.NONE), SamplingRules.NONE.of(PROBE));
    assertEquals(SamplingRules.NONE, SamplingRules.parse());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"net_tx", "net_tx=nth", "=nth:0.1", "net_tx=each:0.1", "net_tx=nth:often"})
  void refusesTextsOfAnotherForm(String text) {
    assertThrows(IllegalArgumentException.class, () -> SamplingRules.parse(text));
  }
}

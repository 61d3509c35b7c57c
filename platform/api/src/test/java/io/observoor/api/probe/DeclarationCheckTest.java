package io.observoor.api.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DeclarationCheckTest {
  private static final EventDeclaration EVENT =
      EventDeclaration.named("request").field("duration_ns", Unit.NANOSECONDS);

  private static void refused(ProbeDeclaration.Builder builder, String message) {
    IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, builder::build);
    assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
  }

  private static ProbeDeclaration.Builder probe() {
    return ProbeDeclaration.named("test").event(EVENT);
  }

  @Test
  void eventsAreNumberedByTheirOrder() {
    ProbeDeclaration declaration = probe().event(EventDeclaration.named("other")).build();

    assertEquals(0, declaration.eventIndex("request"));
    assertEquals(1, declaration.eventIndex("other"));
    assertThrows(IllegalArgumentException.class, () -> declaration.event("nobody"));
  }

  @Test
  void namesAreLowerCase() {
    refused(ProbeDeclaration.named("My Probe"), "calls its probe 'My Probe'");
    refused(probe().event(EventDeclaration.named("Request")), "calls its event 'Request'");
  }

  @Test
  void anEventTwice() {
    refused(probe().event(EVENT), "declares event request twice");
  }

  @Test
  void tooManyEventsOrFields() {
    ProbeDeclaration.Builder builder = ProbeDeclaration.named("test");
    for (int i = 0; i <= ProbeDeclaration.MAXIMUM_EVENTS; i++) {
      builder.event(EventDeclaration.named("event" + i));
    }
    refused(builder, "has 65 events; the most is 64");
    EventDeclaration wide = EventDeclaration.named("wide");
    for (int i = 0; i <= EventDeclaration.MAXIMUM_FIELDS; i++) {
      wide = wide.field("field" + i, Unit.COUNT);
    }
    refused(probe().event(wide), "more than 16 fields");
  }

  @Test
  void aMetricOverAnUnknownEventOrField() {
    refused(
        probe().metric(MetricDeclaration.counter("m").from(MetricInput.of("nothing"))),
        "names event nothing in metric m");
    refused(
        probe().metric(MetricDeclaration.latency("m").from(MetricInput.of("request").value("x"))),
        "event request declares no field x");
    refused(
        probe()
            .metric(
                MetricDeclaration.counter("m").from(MetricInput.of("request").whenEqual("y", 1))),
        "declares no field y");
  }

  @Test
  void onlyACounterCanDoWithoutAValue() {
    refused(
        probe().metric(MetricDeclaration.latency("m").from(MetricInput.of("request"))),
        "an input without a value");
  }

  @Test
  void aCodeForEachDimension() {
    refused(
        probe()
            .metric(
                MetricDeclaration.counter("m")
                    .by(Dimension.number("device_id"))
                    .from(MetricInput.of("request"))),
        "0 codes for 1 dimensions");
  }

  @Test
  void anAttachmentNeedsAnAlternativeAndAKnownEvent() {
    refused(probe().attachment(Attachment.of("request")), "without an alternative");
    refused(
        probe().attachment(Attachment.of("nothing").programs("raw_tp", "p")),
        "names event nothing in an attachment");
  }
}

package io.observoor.pipeline.engine;

import io.observoor.api.probe.CodeSource;
import io.observoor.api.probe.Dimension;
import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.MetricDeclaration;
import io.observoor.api.probe.MetricInput;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.api.probe.Unit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A probe with every kind of metric, dimension, condition and code. */
final class SampleProbe {
  static final int CALL = 0;
  static final int TRANSFER = 1;
  static final int NAMED = 2;

  private SampleProbe() {}

  static ProbeDeclaration declaration() {
    return ProbeDeclaration.named("sample")
        .event(EventDeclaration.named("call").field("nanos", Unit.NANOSECONDS))
        .event(
            EventDeclaration.named("transfer")
                .field("bytes", Unit.BYTES)
                .field("port", Unit.CODE)
                .field("level", Unit.COUNT)
                .field("segments", Unit.COUNT))
        .event(EventDeclaration.named("named").field("low", Unit.TEXT).field("high", Unit.TEXT))
        .metric(MetricDeclaration.latency("call").from(MetricInput.of("call").value("nanos")))
        .metric(
            MetricDeclaration.counter("transfer")
                .by(Dimension.number("port").option("network.include_port"))
                .by(Dimension.names("direction", Map.of(0L, "none", 1L, "odd"), "even"))
                .from(
                    MetricInput.of("transfer")
                        .value("bytes")
                        .count("segments")
                        .code(CodeSource.field("port"))
                        .code(CodeSource.computed(event -> event.field(1) % 2 == 0 ? 2 : 1))))
        .metric(
            MetricDeclaration.gauge("level")
                .by(Dimension.number("source"))
                .from(
                    MetricInput.of("transfer")
                        .value("level")
                        .whenGreater("level", 0)
                        .whenEqual("port", 30303)
                        .code(CodeSource.constant(7)))
                .from(MetricInput.of("call").value("nanos").code(CodeSource.constant(8))))
        .metric(
            MetricDeclaration.counter("named")
                .by(Dimension.text("name"))
                .from(MetricInput.of("named").code(CodeSource.text("low", "high"))))
        .build();
  }

  /** Up to 16 bytes of a text as two fields. */
  static long[] text(String text) {
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(text.getBytes(StandardCharsets.UTF_8));
    return new long[] {bytes.getLong(0), bytes.getLong(8)};
  }
}

package io.observoor.kernel.host;

import io.observoor.api.probe.Attachment;
import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.api.probe.Unit;
import java.util.List;

/** The probe of {@code alternatives.bpf.c}. */
final class Alternatives {
  private Alternatives() {}

  /** Declares its two events with these attachments. */
  static ProbeDeclaration probe(Attachment... attachments) {
    ProbeDeclaration.Builder builder =
        ProbeDeclaration.named("alternatives")
            .object(Alternatives.class, "alternatives")
            .event(EventDeclaration.named("first").field("count", Unit.COUNT))
            .event(EventDeclaration.named("second").field("count", Unit.COUNT));
    List.of(attachments).forEach(builder::attachment);
    return builder.build();
  }
}

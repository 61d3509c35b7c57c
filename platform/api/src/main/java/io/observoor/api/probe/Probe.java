package io.observoor.api.probe;

/**
 * A source of events. When it is registered as an OSGi service, the platform loads its BPF programs
 * and aggregates its events into rows; when it is unregistered, or its bundle stops, the platform
 * detaches the programs.
 *
 * <pre>{@code
 * @Component
 * public final class OpenProbe implements Probe {
 *   @Override public ProbeDeclaration declaration() {
 *     return ProbeDeclaration.named("open")
 *         .object(OpenProbe.class, "open")
 *         .event(EventDeclaration.named("file_open").group("file_open").field("count", Unit.COUNT))
 *         .attachment(Attachment.of("file_open").programs("tp_btf", "open_enter"))
 *         .metric(MetricDeclaration.counter("file_open").from(MetricInput.of("file_open").count("count")))
 *         .build();
 *   }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface Probe {

  /**
   * Declares this probe. Threads of the platform call it more than once; the answer stays the same
   * while the service is registered.
   */
  ProbeDeclaration declaration();
}

package io.observoor.api.probe;

/**
 * A source of events: register one as an OSGi service, and the platform loads its BPF programs and
 * turns its events into rows; unregister it (or stop its bundle), and the programs are detached.
 *
 * <pre>{@code
 * @Component
 * public final class OpenProbe implements Probe {
 *   @Override public ProbeDeclaration declaration() {
 *     return ProbeDeclaration.named("open")
 *         .object(OpenProbe.class, "open")
 *         .event(EventDeclaration.named("file_open").group("file_open").field("count", Unit.COUNT))
 *         .attachment(Attachment.of("file_open").programs("btf", "open_enter"))
 *         .metric(MetricDeclaration.counter("file_open").from(MetricInput.of("file_open").count("count")))
 *         .build();
 *   }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface Probe {

  /**
   * What this probe is. Called by threads of the platform, more than once; the answer is the same
   * while the service is registered.
   */
  ProbeDeclaration declaration();
}

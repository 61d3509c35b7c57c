package io.observoor.kernel.host;

import io.observoor.kernel.host.ProbeLoader.Choice;
import io.observoor.libbpf.BpfLink;
import io.observoor.libbpf.BpfObject;
import io.observoor.libbpf.Libbpf;
import java.util.List;

/** A probe's programs in the kernel, and which alternatives they are. Not thread-safe. */
final class LoadedPrograms implements AutoCloseable {
  private final List<BpfLink> links;
  private final List<Choice> choices;
  private BpfObject object;

  /** Takes what a loader loaded; {@code object} is null when nothing could be. */
  LoadedPrograms(BpfObject object, List<BpfLink> links, List<Choice> choices) {
    this.object = object;
    this.links = links;
    this.choices = List.copyOf(choices);
  }

  List<Choice> choices() {
    return choices;
  }

  int attached() {
    return object == null ? 0 : links.size();
  }

  /**
   * Detaches and unloads. When this returns no program of the probe runs any more, so that what it
   * wrote can be read to its end.
   */
  @Override
  public void close() {
    if (object != null) {
      links.forEach(BpfLink::close);
      Libbpf.awaitRunningPrograms();
      object.close();
      object = null;
    }
  }
}

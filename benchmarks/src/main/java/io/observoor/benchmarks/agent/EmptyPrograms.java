package io.observoor.benchmarks.agent;

import io.observoor.api.probe.SoftwareEvent;
import io.observoor.libbpf.BpfObject;
import io.observoor.libbpf.BpfProgram;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** Empty BPF programs at the hooks of our probes, attached until closed. */
final class EmptyPrograms implements AutoCloseable {
  /** Programs that run on every CPU. */
  private static final Map<String, SoftwareEvent.Kind> SOFTWARE_EVENTS =
      Map.of(
          "page_fault_minor", SoftwareEvent.Kind.PAGE_FAULTS_MINOR,
          "page_fault_major", SoftwareEvent.Kind.PAGE_FAULTS_MAJOR);

  private final BpfObject object;

  private EmptyPrograms(BpfObject object) {
    this.object = object;
  }

  /** Attaches a pair at the hooks of probes-syscall. */
  static EmptyPrograms attach() throws IOException {
    return attach("empty", List.of("entered", "returned"));
  }

  /**
   * Loads and attaches some of an object's programs.
   *
   * @throws io.observoor.libbpf.BpfException if the kernel lacks a hook
   */
  static EmptyPrograms attach(String name, List<String> wanted) throws IOException {
    String architecture = "amd64".equals(System.getProperty("os.arch")) ? "x86_64" : "aarch64";
    try (InputStream elf =
        EmptyPrograms.class.getResourceAsStream("/bpf/" + architecture + "/" + name + ".bpf.o")) {
      BpfObject object = BpfObject.open(elf.readAllBytes(), "benchmarks");
      try {
        for (BpfProgram program : object.programs()) {
          object.setAutoload(program.name(), wanted.contains(program.name()));
        }
        object.load();
        wanted.forEach(program -> attach(object, program));
        return new EmptyPrograms(object);
      } catch (RuntimeException e) {
        object.close();
        throw e;
      }
    }
  }

  private static void attach(BpfObject object, String program) {
    SoftwareEvent.Kind event = SOFTWARE_EVENTS.get(program);
    if (event == null) {
      object.attach(program);
      return;
    }
    for (int cpu = 0; cpu < Runtime.getRuntime().availableProcessors(); cpu++) {
      object.attach(program, event.number(), 1, cpu);
    }
  }

  @Override
  public void close() {
    object.close();
  }
}

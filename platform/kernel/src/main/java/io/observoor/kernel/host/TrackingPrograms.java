package io.observoor.kernel.host;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.observoor.api.probe.ObjectFile;
import io.observoor.kernel.HookKind;
import io.observoor.kernel.ring.LossSink;
import io.observoor.libbpf.BpfException;
import io.observoor.libbpf.BpfLink;
import io.observoor.libbpf.BpfMap;
import io.observoor.libbpf.BpfObject;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The programs of {@code tracking.bpf.c}, which update the set of tracked processes at forks, execs
 * and exits. Any thread.
 */
final class TrackingPrograms implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("processes");
  private static final String OBJECT = "tracking";

  /** {@code TASK_COMM_LEN} of include/linux/sched.h. */
  private static final int COMM_BYTES = 16;

  private static final List<String> PROGRAMS =
      List.of("process_fork", "process_exec", "task_rename", "process_exit", "process_free");

  /** The suffix of the programs' names by kind of hook. */
  private static final Map<HookKind, String> SUFFIXES =
      Map.of(HookKind.TP_BTF, "_btf", HookKind.RAW_TP, "_raw");

  private static final String NAMES = "tracked_names";
  private static final String CHANGES = "tracked_changes";

  private final List<BpfObject> objects = new ArrayList<>();
  private final List<BpfLink> links = new ArrayList<>();
  private final HookKind kind;

  private TrackingPrograms(HookKind kind) {
    this.kind = kind;
  }

  /**
   * Loads and attaches the programs; empty if the kernel refuses, with the reason in the log:
   * processes are then discovered in /proc only.
   *
   * @param disabledHooks kinds of hooks that are not used
   */
  static Optional<TrackingPrograms> attach(SharedMaps maps, Set<HookKind> disabledHooks) {
    List<String> reasons = new ArrayList<>();
    for (HookKind kind : List.of(HookKind.TP_BTF, HookKind.RAW_TP)) {
      if (disabledHooks.contains(kind)) {
        reasons.add(kind.text() + ": " + ProbeRules.HOOK_DISABLED);
        continue;
      }
      try {
        TrackingPrograms tracking = new TrackingPrograms(kind);
        tracking.load(maps);
        if (KernelRequirements.preemptsTracepoints(System.getProperty("os.version"))) {
          // the second instance does the work of the first one's skipped runs; repeated work is
          // harmless
          tracking.load(maps);
        }
        LOG.debug("the kernel follows processes by {}", kind.text());
        return Optional.of(tracking);
      } catch (BpfException refused) {
        reasons.add(kind.text() + ": " + refused.getMessage());
        LOG.debug("{} not used to follow processes: {}", kind.text(), refused.report());
      } catch (IOException e) {
        reasons.add(e.getMessage());
      }
    }
    LOG.warn(
        "the kernel does not follow forks and execs, processes are discovered in /proc only: {}",
        String.join("; ", reasons));
    return Optional.empty();
  }

  private void load(SharedMaps maps) throws IOException {
    String suffix = SUFFIXES.get(kind);
    byte[] elf =
        new ObjectFile(TrackingPrograms.class, OBJECT).read(KernelRequirements.architecture());
    BpfObject object = BpfObject.open(elf, OBJECT);
    objects.add(object);
    try {
      maps.shareWith(object);
      if (objects.getFirst() != object) {
        object.reuse(NAMES, map(NAMES));
        object.reuse(CHANGES, map(CHANGES));
      }
      object
          .programs()
          .forEach(program -> object.setAutoload(program.name(), program.name().endsWith(suffix)));
      object.load();
      for (String program : PROGRAMS) {
        links.add(object.attach(program + suffix));
      }
    } catch (RuntimeException refused) {
      close();
      throw refused;
    }
  }

  private BpfMap map(String name) {
    return objects.getFirst().map(name);
  }

  /** The number of attached programs by kind of hook. */
  Map<HookKind, Integer> programs() {
    return Map.of(kind, PROGRAMS.size() * objects.size());
  }

  /** The programs whose skipped runs are losses. */
  List<SkippedRuns.Program> watched() {
    int count = PROGRAMS.size();
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new SkippedRuns.Program(
                    links.get(i),
                    objects.size() > 1 ? Optional.of(links.get(count + i)) : Optional.empty(),
                    LossSink.UNKNOWN_TYPE))
        .toList();
  }

  /** Tracks every process that gets this name from now on as a client of this type. */
  void addName(String name, int clientType) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocate(COMM_BYTES);
      int length = Math.min(text.length, COMM_BYTES - 1);
      MemorySegment.copy(text, 0, key, JAVA_BYTE, 0, length);
      MemorySegment value = arena.allocate(Long.BYTES);
      value.set(JAVA_BYTE, 0, (byte) clientType);
      map(NAMES).update(key, value);
    }
  }

  /** A counter of the kernel's changes of the set. */
  long changes() {
    return map(CHANGES).get(0).orElse(0);
  }

  @Override
  public void close() {
    objects.forEach(BpfObject::close);
  }
}

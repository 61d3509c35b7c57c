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
 * The programs of {@code tracking.bpf.c} that keep the set of tracked processes as forks, execs and
 * exits happen. Any thread.
 */
final class Tracking implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tracking.class);
  private static final String OBJECT = "tracking";

  /** {@code TASK_COMM_LEN} of include/linux/sched.h. */
  private static final int COMM_BYTES = 16;

  private static final List<String> PROGRAMS =
      List.of("process_fork", "process_exec", "task_rename", "process_exit", "process_free");

  /** By the kind of hook: what the programs' names end in. */
  private static final Map<HookKind, String> ALTERNATIVES =
      Map.of(HookKind.TP_BTF, "_btf", HookKind.RAW_TP, "_raw");

  private static final String NAMES = "tracked_names";
  private static final String CHANGES = "tracked_changes";

  private final List<BpfObject> objects = new ArrayList<>();
  private final List<BpfLink> links = new ArrayList<>();
  private final HookKind kind;

  private Tracking(HookKind kind) {
    this.kind = kind;
  }

  /**
   * Loads and attaches them; nothing where the kernel refuses, with the reason in the log:
   * processes are then found in /proc only.
   *
   * @param disabledHooks kinds that are not tried
   */
  static Optional<Tracking> start(
      SharedMaps maps, String architecture, Set<HookKind> disabledHooks) {
    List<String> refusals = new ArrayList<>();
    for (HookKind kind : List.of(HookKind.TP_BTF, HookKind.RAW_TP)) {
      if (disabledHooks.contains(kind)) {
        refusals.add(kind.text() + ": " + ProbeRules.DISABLED);
        continue;
      }
      try {
        Tracking tracking = new Tracking(kind);
        tracking.load(maps, architecture);
        if (KernelRequirements.preemptsTracepoints(System.getProperty("os.version"))) {
          // what the first of two programs misses the second does; what it did is done again, alike
          tracking.load(maps, architecture);
        }
        LOG.debug("processes are followed by {}", kind.text());
        return Optional.of(tracking);
      } catch (BpfException refused) {
        refusals.add(kind.text() + ": " + refused.getMessage());
        LOG.debug("processes cannot be followed by {}: {}", kind.text(), refused.report());
      } catch (IOException e) {
        refusals.add(e.getMessage());
      }
    }
    LOG.warn(
        "forks and execs of tracked processes are not followed in the kernel, processes are found in /proc only: {}",
        String.join("; ", refusals));
    return Optional.empty();
  }

  private void load(SharedMaps maps, String architecture) throws IOException {
    String ending = ALTERNATIVES.get(kind);
    BpfObject object =
        BpfObject.open(new ObjectFile(Tracking.class, OBJECT).read(architecture), OBJECT);
    objects.add(object);
    try {
      maps.shareWith(object);
      if (objects.getFirst() != object) {
        object.reuse(NAMES, map(NAMES));
        object.reuse(CHANGES, map(CHANGES));
      }
      object
          .programs()
          .forEach(program -> object.setAutoload(program.name(), program.name().endsWith(ending)));
      object.load();
      for (String program : PROGRAMS) {
        links.add(object.attach(program + ending));
      }
    } catch (RuntimeException refused) {
      close();
      throw refused;
    }
  }

  private BpfMap map(String name) {
    return objects.getFirst().map(name);
  }

  /** How many programs are attached, by their kind. */
  Map<HookKind, Integer> programs() {
    return Map.of(kind, PROGRAMS.size() * objects.size());
  }

  /** Those whose missed runs are losses. */
  List<MissedRuns.Program> watched() {
    int places = PROGRAMS.size();
    return IntStream.range(0, places)
        .mapToObj(
            place ->
                new MissedRuns.Program(
                    links.get(place),
                    objects.size() > 1 ? Optional.of(links.get(places + place)) : Optional.empty(),
                    LossSink.UNKNOWN_TYPE))
        .toList();
  }

  /** Tracks what executes a program of this name from now on, as a client of this type. */
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

  /** A number that is another one after each change of the set. */
  long changes() {
    return map(CHANGES).get(0).orElse(0);
  }

  @Override
  public void close() {
    objects.forEach(BpfObject::close);
  }
}

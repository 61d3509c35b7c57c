package io.observoor.kernel.host;

import io.observoor.kernel.ring.RecordLayout;
import io.observoor.libbpf.BpfMap;
import io.observoor.libbpf.BpfObject;
import io.observoor.libbpf.Libbpf;
import io.observoor.libbpf.MapType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The maps that the platform owns and all probes share, as declared in {@code
 * bpf/observoor/maps.bpf.h}. They outlive probes: the records of a stopped probe are still read.
 */
final class SharedMaps implements AutoCloseable {
  /** The most processes that can be tracked at once. */
  private static final int MAXIMUM_PROCESSES = 16_384;

  private static final String PREFIX = "observoor_";
  private static final long PAGE = 4096;

  /**
   * Twice what two writers at full speed needed before the JIT had compiled the reader; every page
   * is resident memory of the agent.
   */
  private static final long DEFAULT_BYTES_PER_CPU = 4L << 20;

  private static final long DEFAULT_LIMIT = 64L << 20;

  private final int[] cpus;
  private final List<BpfMap> rings = new ArrayList<>();
  private final Map<String, BpfMap> byName = new LinkedHashMap<>();

  /**
   * Creates the maps.
   *
   * @param ringBytes the size of each CPU's ring buffer
   * @throws io.observoor.libbpf.BpfException if the kernel refuses: a capability or memory is
   *     missing
   */
  SharedMaps(int[] cpus, int ringBytes) {
    this.cpus = cpus.clone();
    try {
      int possible = Libbpf.possibleCpus();
      for (int cpu : cpus) {
        rings.add(BpfMap.create(MapType.RINGBUF, PREFIX + "ring" + cpu, 0, 0, ringBytes, 0));
      }
      BpfMap outer = BpfMap.createArrayOfMaps(PREFIX + "rings", possible, rings.getFirst());
      byName.put(outer.name(), outer);
      for (int i = 0; i < cpus.length; i++) {
        outer.putMap(cpus[i], rings.get(i));
      }
      add(
          BpfMap.create(
              MapType.HASH,
              PREFIX + "tracked",
              4,
              RecordLayout.PROCESS_BYTES,
              MAXIMUM_PROCESSES,
              0));
      add(array("control", RecordLayout.CONTROL_BYTES, possible));
      add(array("losses", Long.BYTES, possible * RecordLayout.EVENT_TYPES));
    } catch (RuntimeException refused) {
      close();
      throw refused;
    }
  }

  /**
   * Returns the size of one CPU's ring buffer: a power of two and a multiple of a page, as the
   * kernel requires.
   *
   * @param total the size for all CPUs together; 0 for the default
   */
  static int ringBytes(long total, int cpus) {
    long all = total > 0 ? total : Math.min(DEFAULT_LIMIT, DEFAULT_BYTES_PER_CPU * cpus);
    long each = Math.max(PAGE, Long.highestOneBit(all / cpus));
    return Math.toIntExact(Math.min(each, 1L << 30));
  }

  private static BpfMap array(String name, int valueBytes, int elements) {
    return BpfMap.create(MapType.ARRAY, PREFIX + name, 4, valueBytes, elements, BpfMap.MMAPABLE);
  }

  private void add(BpfMap map) {
    byName.put(map.name(), map);
  }

  /** Replaces the object's maps of the same names by the shared ones, before it is loaded. */
  void shareWith(BpfObject object) {
    byName.forEach(
        (name, map) -> {
          if (object.mapNames().contains(name)) {
            object.reuse(name, map);
          }
        });
  }

  int[] cpus() {
    return cpus.clone();
  }

  /** The ring buffers, in the order of {@link #cpus()}. */
  List<BpfMap> rings() {
    return List.copyOf(rings);
  }

  BpfMap tracked() {
    return byName.get(PREFIX + "tracked");
  }

  BpfMap control() {
    return byName.get(PREFIX + "control");
  }

  BpfMap losses() {
    return byName.get(PREFIX + "losses");
  }

  @Override
  public void close() {
    byName.values().forEach(BpfMap::close);
    rings.forEach(BpfMap::close);
  }
}

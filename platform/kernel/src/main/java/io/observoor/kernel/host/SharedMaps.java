package io.observoor.kernel.host;

import io.observoor.libbpf.BpfMap;
import io.observoor.libbpf.BpfObject;
import io.observoor.libbpf.Libbpf;
import io.observoor.libbpf.MapType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The maps that the platform owns and every probe shares, as {@code bpf/observoor/maps.bpf.h}
 * declares them. They outlive probes: what a probe wrote before it was stopped is still read.
 */
final class SharedMaps implements AutoCloseable {
  /** {@code OBSERVOOR_EVENT_TYPES}. */
  static final int EVENT_TYPES = 1024;

  /** Processes that can be tracked at once. */
  static final int MAXIMUM_PROCESSES = 16_384;

  /** {@code sizeof(struct observoor_control)}: a cache line each. */
  static final int CONTROL_BYTES = 64;

  private static final String PREFIX = "observoor_";

  private final int[] cpus;
  private final List<BpfMap> rings = new ArrayList<>();
  private final Map<String, BpfMap> byName = new LinkedHashMap<>();

  /**
   * Creates the maps.
   *
   * @param ringBytes bytes of each CPU's ring buffer
   * @throws io.observoor.libbpf.BpfException when the kernel refuses, for lack of a capability or
   *     of memory
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
      add(BpfMap.create(MapType.HASH, PREFIX + "tracked", 4, 8, MAXIMUM_PROCESSES, 0));
      add(array("control", CONTROL_BYTES, possible));
      add(array("losses", Long.BYTES, possible * EVENT_TYPES));
    } catch (RuntimeException refused) {
      close();
      throw refused;
    }
  }

  private static BpfMap array(String name, int valueBytes, int elements) {
    return BpfMap.create(MapType.ARRAY, PREFIX + name, 4, valueBytes, elements, BpfMap.MMAPABLE);
  }

  private void add(BpfMap map) {
    byName.put(map.name(), map);
  }

  /** Puts the shared maps in the place of the object's own, before it is loaded. */
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

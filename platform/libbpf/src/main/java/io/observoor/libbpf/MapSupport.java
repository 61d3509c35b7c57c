package io.observoor.libbpf;

import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import me.bechberger.ebpf.bpf.raw.Lib;

/** Which kinds of maps the running kernel has. Any thread. */
final class MapSupport {
  private static final int SK_STORAGE = 24;
  private static final int INODE_STORAGE = 28;
  private static final int TASK_STORAGE = 29;
  private static final int BLOOM_FILTER = 30;
  private static final int CGROUP_STORAGE = 32;

  /**
   * Kinds that came after the ring buffer (Linux 5.8), without which nothing runs here: a probe may
   * use them where it has another way on older kernels.
   */
  private static final Set<Integer> YOUNG =
      Set.of(SK_STORAGE, INODE_STORAGE, TASK_STORAGE, BLOOM_FILTER, CGROUP_STORAGE);

  private static final Map<Integer, Boolean> KNOWN = new ConcurrentHashMap<>();

  private MapSupport() {}

  /**
   * Maps of an opened object that are of a kind this kernel lacks are not made: only the programs
   * that use one are refused then, and not the whole object.
   */
  static void leaveOutUnknown(Collection<MemorySegment> maps) {
    for (MemorySegment map : maps) {
      if (!has(Lib.bpf_map__type(map))) {
        int result = Lib.bpf_map__set_autocreate(map, false);
        if (result < 0) {
          throw new BpfException("cannot leave out a map", -result);
        }
      }
    }
  }

  /** Whether maps of this kind can be made here: tried once, where there is a doubt. */
  private static boolean has(int mapType) {
    return !YOUNG.contains(mapType) || KNOWN.computeIfAbsent(mapType, MapSupport::probe);
  }

  private static boolean probe(int mapType) {
    LibbpfLog.startCapture();
    try {
      return Lib.libbpf_probe_bpf_map_type(mapType, MemorySegment.NULL) > 0;
    } finally {
      LibbpfLog.endCapture();
    }
  }
}

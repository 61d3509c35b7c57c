package io.observoor.libbpf;

import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import me.bechberger.ebpf.bpf.raw.Lib;

/** Finds out which map types the running kernel supports. Any thread. */
final class MapSupport {
  private static final int SK_STORAGE = 24;
  private static final int INODE_STORAGE = 28;
  private static final int TASK_STORAGE = 29;
  private static final int BLOOM_FILTER = 30;
  private static final int CGROUP_STORAGE = 32;

  /**
   * Types that are newer than the ring buffer (Linux 5.8), which the agent requires: a probe may
   * use them in an alternative for newer kernels.
   */
  private static final Set<Integer> NEWER =
      Set.of(SK_STORAGE, INODE_STORAGE, TASK_STORAGE, BLOOM_FILTER, CGROUP_STORAGE);

  private static final Map<Integer, Boolean> SUPPORTED = new ConcurrentHashMap<>();

  private MapSupport() {}

  /**
   * Excludes maps of unsupported types from an opened object, so that the kernel refuses only the
   * programs that use them and not the whole object.
   */
  static void skipUnsupported(Collection<MemorySegment> maps) {
    for (MemorySegment map : maps) {
      if (!supports(Lib.bpf_map__type(map))) {
        int result = Lib.bpf_map__set_autocreate(map, false);
        if (result < 0) {
          throw new BpfException("cannot exclude a map of an unsupported type", -result);
        }
      }
    }
  }

  /** Whether maps of this type can be created; tries a newer type once. */
  private static boolean supports(int mapType) {
    return !NEWER.contains(mapType) || SUPPORTED.computeIfAbsent(mapType, MapSupport::probe);
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

package io.observoor.libbpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import me.bechberger.ebpf.bpf.raw.Lib;
import me.bechberger.ebpf.bpf.raw.bpf_map_info;
import me.bechberger.ebpf.bpf.raw.bpf_prog_info;

/**
 * Counts of this process's kernel objects. Programs and maps are counted by the tests' name prefix,
 * because other processes may load their own at the same time.
 *
 * @param descriptors open file descriptors of this process
 * @param programs BPF programs whose names begin with "calls_"; a link keeps its program alive
 * @param maps BPF maps whose names begin with "calls_"
 */
record KernelObjects(long descriptors, long programs, long maps) {
  private static final String PREFIX = "calls_";

  static KernelObjects count() throws IOException {
    Libbpf.load();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return new KernelObjects(
          descriptors.count(),
          count(
              Lib::bpf_prog_get_next_id,
              Lib::bpf_prog_get_fd_by_id,
              bpf_prog_info.sizeof(),
              bpf_prog_info::name),
          count(
              Lib::bpf_map_get_next_id,
              Lib::bpf_map_get_fd_by_id,
              bpf_map_info.sizeof(),
              bpf_map_info::name));
    }
  }

  private interface NextId {
    int next(int id, MemorySegment found);
  }

  private interface Open {
    int open(int id);
  }

  private interface Name {
    MemorySegment of(MemorySegment info);
  }

  private static long count(NextId next, Open open, long infoSize, Name name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment id = arena.allocate(JAVA_INT);
      MemorySegment length = arena.allocate(JAVA_INT);
      MemorySegment info = arena.allocate(infoSize, 8);
      long count = 0;
      while (next.next(id.get(JAVA_INT, 0), id) == 0) {
        int fd = open.open(id.get(JAVA_INT, 0));
        if (fd >= 0) { // otherwise it was freed between the two calls
          length.set(JAVA_INT, 0, (int) infoSize);
          info.fill((byte) 0);
          int result = Lib.bpf_obj_get_info_by_fd(fd, info, length);
          if (result == 0 && name.of(info).getString(0).startsWith(PREFIX)) {
            count++;
          }
          int _ = Lib.close(fd);
        }
      }
      return count;
    }
  }
}

package io.observoor.libbpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import me.bechberger.ebpf.bpf.raw.Lib;
import me.bechberger.ebpf.bpf.raw.bpf_prog_info;

/**
 * What the kernel tells of a loaded program: {@code struct bpf_prog_info} of
 * include/uapi/linux/bpf.h. Not thread-safe.
 */
final class ProgramInformation {
  private final int program;
  private final MemorySegment information;
  private final MemorySegment length;

  /**
   * Prepares to ask.
   *
   * @param pointer the {@code struct bpf_program}, which is loaded
   * @param arena whose memory the answers take
   */
  ProgramInformation(MemorySegment pointer, Arena arena) {
    program = Lib.bpf_program__fd(pointer);
    information = arena.allocate(bpf_prog_info.layout());
    length = arena.allocate(ValueLayout.JAVA_INT);
  }

  /**
   * {@code recursion_misses}: how many runs the kernel passed over so far. 0 where it does not
   * count them, before Linux 5.12 (commit 9ed9e9ba2337).
   */
  long missedRuns() {
    information.fill((byte) 0); // what is not 0 asks for more
    length.set(ValueLayout.JAVA_INT, 0, (int) information.byteSize());
    int result = Lib.bpf_obj_get_info_by_fd(program, information, length);
    return result < 0 ? 0 : bpf_prog_info.recursion_misses(information);
  }
}

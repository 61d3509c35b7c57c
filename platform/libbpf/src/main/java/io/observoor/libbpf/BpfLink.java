package io.observoor.libbpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import me.bechberger.ebpf.bpf.raw.Lib;
import me.bechberger.ebpf.bpf.raw.bpf_prog_info;

/** An attached program. Any thread. */
public final class BpfLink implements AutoCloseable {
  private final BpfProgram program;
  private final Consumer<BpfLink> onClose;
  private final int programFd;
  private final MemorySegment programInfo;
  private final MemorySegment infoLength;
  private MemorySegment link;
  private long skippedRuns;

  /** Wraps a {@code struct bpf_link} of the loaded program at {@code pointer}. */
  BpfLink(
      BpfProgram program, MemorySegment pointer, MemorySegment link, Consumer<BpfLink> onClose) {
    this.program = program;
    this.link = link;
    this.onClose = onClose;
    Arena arena = Arena.ofAuto();
    programFd = Lib.bpf_program__fd(pointer);
    programInfo = arena.allocate(bpf_prog_info.layout());
    infoLength = arena.allocate(JAVA_INT);
  }

  /** The attached program. */
  public BpfProgram program() {
    return program;
  }

  /**
   * Returns how many runs of the program the kernel has skipped since it was loaded, at all its
   * hooks ({@code recursion_misses} of {@code struct bpf_prog_info}). The kernel skips a program on
   * a CPU that is already running it (interrupted or preempted), and a program at a plain
   * tracepoint, a kprobe or a perf event while any other of these runs. Always 0 before Linux 5.12
   * (commit 9ed9e9ba2337). Costs a system call; keeps its value once the link is closed.
   */
  public synchronized long skippedRuns() {
    if (link != null) {
      skippedRuns = readSkippedRuns();
    }
    return skippedRuns;
  }

  private long readSkippedRuns() {
    programInfo.fill((byte) 0); // a field that is not 0 is a request for more data
    infoLength.set(JAVA_INT, 0, (int) programInfo.byteSize());
    int result = Lib.bpf_obj_get_info_by_fd(programFd, programInfo, infoLength);
    return result < 0 ? 0 : bpf_prog_info.recursion_misses(programInfo);
  }

  /**
   * Detaches the program. Idempotent. Runs that started before may not have ended yet: see {@link
   * Libbpf#awaitRunningPrograms()}.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (link == null) {
        return;
      }
      // an error only means that the kernel had detached the program already; memory and descriptor
      // are freed in any case
      int _ = Lib.bpf_link__destroy(link);
      link = null;
      skippedRuns = readSkippedRuns(); // the object keeps the program loaded
    }
    onClose.accept(this);
  }
}

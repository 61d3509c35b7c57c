package io.observoor.libbpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import me.bechberger.ebpf.bpf.raw.Lib;

/** An attached program. Any thread. */
public final class BpfLink implements AutoCloseable {
  private final BpfProgram program;
  private final Consumer<BpfLink> closed;
  private final Arena arena = Arena.ofAuto();
  private final ProgramInformation information;
  private MemorySegment link;
  private long missedRuns;

  BpfLink(BpfProgram program, MemorySegment pointer, MemorySegment link, Consumer<BpfLink> closed) {
    this.program = program;
    this.link = link;
    this.closed = closed;
    information = new ProgramInformation(pointer, arena);
  }

  /** What is attached. */
  public BpfProgram program() {
    return program;
  }

  /**
   * How many runs of the program the kernel passed over since it was loaded, wherever it is
   * attached: a program does not run on a CPU on which it is running already (interrupted there, or
   * preempted), and one of a plain tracepoint, a kprobe or a perf event does not while any other of
   * these is. Stays what it was when the link is closed. A system call.
   */
  public synchronized long missedRuns() {
    if (link != null) {
      missedRuns = information.missedRuns();
    }
    return missedRuns;
  }

  /**
   * Detaches the program. Idempotent. Runs that began before may still go on for a moment: {@link
   * Libbpf#awaitRunningPrograms()}.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (link == null) {
        return;
      }
      // the result only tells that the kernel had nothing left to detach; memory and descriptor are
      // freed in any case
      int _ = Lib.bpf_link__destroy(link);
      link = null;
      missedRuns = information.missedRuns(); // the object keeps the program
    }
    closed.accept(this);
  }
}

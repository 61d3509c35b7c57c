package io.observoor.libbpf;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import me.bechberger.ebpf.bpf.raw.Lib;

/** An attached program. Any thread. */
public final class BpfLink implements AutoCloseable {
  private final BpfProgram program;
  private final Consumer<BpfLink> closed;
  private MemorySegment link;

  BpfLink(BpfProgram program, MemorySegment link, Consumer<BpfLink> closed) {
    this.program = program;
    this.link = link;
    this.closed = closed;
  }

  /** What is attached. */
  public BpfProgram program() {
    return program;
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
    }
    closed.accept(this);
  }
}

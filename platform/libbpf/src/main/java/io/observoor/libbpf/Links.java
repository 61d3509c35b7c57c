package io.observoor.libbpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import me.bechberger.ebpf.bpf.raw.Lib;

/** The attached programs of one object. Any thread. */
final class Links {
  private final BpfObject object;
  private final Set<BpfLink> links = new LinkedHashSet<>();

  Links(BpfObject object) {
    this.object = object;
  }

  /** Attaches a program to the hook that its section names. */
  BpfLink attach(BpfProgram program, MemorySegment pointer) {
    return add(program, pointer, PointerCalls::attach);
  }

  /** Attaches a program to a perf event; the link then owns the descriptor. */
  BpfLink attach(BpfProgram program, MemorySegment pointer, int perfEvent) {
    try {
      return add(
          program,
          pointer,
          (state, handle) -> PointerCalls.attachPerfEvent(state, handle, perfEvent));
    } catch (BpfException refused) {
      int _ = Lib.close(perfEvent);
      throw refused;
    }
  }

  private synchronized BpfLink add(
      BpfProgram program, MemorySegment pointer, BinaryOperator<MemorySegment> attach) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment callState = Native.callState(arena);
      LibbpfLog.startCapture();
      MemorySegment attached = attach.apply(callState, pointer);
      List<String> warnings = LibbpfLog.endCapture();
      if (attached.address() == 0) {
        throw FailureCauses.ofAttach(object, program, Native.errno(callState), warnings);
      }
      BpfLink link = new BpfLink(program, pointer, attached, this::forget);
      links.add(link);
      return link;
    }
  }

  private synchronized void forget(BpfLink link) {
    links.remove(link);
  }

  /** Detaches all programs that are still attached. */
  void close() {
    List<BpfLink> open;
    synchronized (this) {
      open = List.copyOf(links);
    }
    open.forEach(BpfLink::close);
  }
}

package io.observoor.libbpf;

import java.lang.foreign.MemorySegment;
import java.util.List;
import me.bechberger.ebpf.bpf.raw.Lib;

/**
 * The buffer that the verifier writes its log to when it rejects a program. Large, because older
 * kernels fail with ENOSPC if the log does not fit; pages that are not written take no memory.
 */
final class VerifierLog implements AutoCloseable {
  private static final int SIZE = 16 << 20;
  private static final int TAIL_LINES = 20;
  private static final int TAIL_BYTES = 16 << 10;

  private final MappedMemory memory = MappedMemory.anonymous(SIZE);

  int attach(MemorySegment program) {
    return Lib.bpf_program__set_log_buf(program, memory.segment(), SIZE);
  }

  /** Makes libbpf forget the buffer before it is unmapped. */
  void detach(List<MemorySegment> programs) {
    for (MemorySegment program : programs) {
      int _ = Lib.bpf_program__set_log_buf(program, MemorySegment.NULL, 0);
    }
  }

  /** Returns the last lines. */
  List<String> tail() {
    MemorySegment text = memory.segment();
    long length = Lib.strlen(text);
    long begin = Math.max(0, length - TAIL_BYTES);
    List<String> lines = text.getString(begin).lines().filter(line -> !line.isBlank()).toList();
    return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
  }

  @Override
  public void close() {
    memory.close();
  }
}

package io.observoor.libbpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Memory mapped until {@link #close()}: a part of a map, shared with the kernel, or anonymous. Any
 * thread. Access after {@link #close()} ends the JVM with a segmentation fault; the owner prevents
 * it.
 */
public final class MappedMemory implements AutoCloseable {
  /** include/uapi/asm-generic/mman-common.h. */
  private static final int PROT_READ = 1;

  private static final int PROT_WRITE = 2;
  private static final int MAP_SHARED = 1;
  private static final int MAP_PRIVATE = 2;
  private static final int MAP_ANONYMOUS = 0x20;
  private static final int MAP_NORESERVE = 0x4000;
  private static final long MAP_FAILED = -1;

  private static final MethodHandle MMAP =
      Native.libc(
          "mmap",
          FunctionDescriptor.of(
              ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle MUNMAP =
      Native.libc("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));

  private final MemorySegment segment;
  private boolean closed;

  private MappedMemory(MemorySegment segment) {
    this.segment = segment;
  }

  /**
   * Maps a part of a map or a file.
   *
   * @param offset bytes, a multiple of the page size
   * @param length bytes
   * @param writable whether the memory may be written, too
   * @throws BpfException if the kernel refuses
   */
  public static MappedMemory map(int fd, long offset, long length, boolean writable) {
    int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
    return map(fd, offset, length, protection, MAP_SHARED);
  }

  /** Allocates zeroed memory without a file; each page takes memory from its first use on. */
  public static MappedMemory anonymous(long length) {
    return map(-1, 0, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE);
  }

  @SuppressWarnings("restricted")
  private static MappedMemory map(int fd, long offset, long length, int protection, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.callState(arena);
      MemorySegment address =
          (MemorySegment)
              MMAP.invokeExact(state, MemorySegment.NULL, length, protection, flags, fd, offset);
      if (address.address() == MAP_FAILED) {
        throw new BpfException(
            "cannot map %d bytes at %d of file descriptor %d into memory"
                .formatted(length, offset, fd),
            Native.errno(state));
      }
      return new MappedMemory(address.reinterpret(length));
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
  }

  /** The address of the first byte. */
  public long address() {
    return segment.address();
  }

  /** The length in bytes. */
  public long length() {
    return segment.byteSize();
  }

  /** The memory as a segment that does not detect access after {@link #close()}. */
  public MemorySegment segment() {
    return segment;
  }

  /** Unmaps the memory. Idempotent. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.callState(arena);
      int result = (int) MUNMAP.invokeExact(state, segment, segment.byteSize());
      if (result != 0) {
        throw new BpfException("cannot unmap memory", Native.errno(state));
      }
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
  }
}

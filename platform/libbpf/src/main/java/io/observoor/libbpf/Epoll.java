package io.observoor.libbpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import me.bechberger.ebpf.bpf.raw.Lib;

/**
 * Waits until one of several file descriptors becomes readable; edge-triggered, so each wake-up is
 * reported once. One thread calls {@link #await}, any thread {@link #wake()}.
 */
public final class Epoll implements AutoCloseable {
  private static final int EPOLL_CLOEXEC = 0x80000;
  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLLIN = 1;
  private static final int EPOLLET = 1 << 31;
  private static final int EFD_CLOEXEC = 0x80000;
  private static final int EFD_NONBLOCK = 0x800;
  private static final int MAXIMUM_EVENTS = 16;

  /** {@code struct epoll_event} is packed on x86-64 only. */
  private static final int EVENT_SIZE = "amd64".equals(System.getProperty("os.arch")) ? 12 : 16;

  private static final MethodHandle CREATE =
      Native.libc("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle CONTROL =
      Native.libc(
          "epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle WAIT =
      Native.libc(
          "epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle EVENTFD =
      Native.libc("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle WRITE =
      Native.libc("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = Native.callState(arena);
  private final MemorySegment events = arena.allocate((long) MAXIMUM_EVENTS * EVENT_SIZE, 8);
  private final MemorySegment one = arena.allocateFrom(JAVA_LONG, 1);
  private final int fd;
  private final int wakeFd;
  private boolean closed;

  private Epoll(int fd, int wakeFd) {
    this.fd = fd;
    this.wakeFd = wakeFd;
  }

  /**
   * Creates an instance that only {@link #wake()} wakes so far.
   *
   * @throws BpfException if the kernel refuses (too many open files)
   */
  public static Epoll create() {
    try (Arena local = Arena.ofConfined()) {
      MemorySegment state = Native.callState(local);
      int fd = checked((int) CREATE.invokeExact(state, EPOLL_CLOEXEC), "epoll_create1", state);
      int wakeFd;
      try {
        wakeFd =
            checked(
                (int) EVENTFD.invokeExact(state, 0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd", state);
      } catch (BpfException refused) {
        int _ = Lib.close(fd);
        throw refused;
      }
      Epoll epoll = new Epoll(fd, wakeFd);
      epoll.add(wakeFd);
      return epoll;
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
  }

  /** Adds a descriptor to wait for. It may be closed before this instance. */
  public void add(int descriptor) {
    try (Arena local = Arena.ofConfined()) {
      MemorySegment callState = Native.callState(local);
      MemorySegment event = local.allocate(EVENT_SIZE, 8);
      event.set(JAVA_INT, 0, EPOLLIN | EPOLLET);
      int result = (int) CONTROL.invokeExact(callState, fd, EPOLL_CTL_ADD, descriptor, event);
      int _ = checked(result, "epoll_ctl", callState);
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
  }

  /**
   * Waits without allocating.
   *
   * @param timeoutMillis the longest wait; 0 does not wait, -1 has no limit
   * @return the number of readable descriptors (at most 16); 0 after the timeout or a signal
   */
  public int await(int timeoutMillis) {
    try {
      int count = (int) WAIT.invokeExact(state, fd, events, MAXIMUM_EVENTS, timeoutMillis);
      if (count >= 0) {
        return count;
      }
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
    int errno = Native.errno(state);
    if (errno == Errno.EINTR) {
      return 0;
    }
    throw new BpfException("cannot wait for the ring buffers (epoll_wait)", errno);
  }

  /** Ends the current or the next wait. Does nothing once closed. */
  public synchronized void wake() {
    if (closed) {
      return;
    }
    try (Arena local = Arena.ofConfined()) {
      // a write fails only if the counter is full, and then the descriptor is readable already
      long _ = (long) WRITE.invokeExact(Native.callState(local), wakeFd, one, (long) Long.BYTES);
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
  }

  /** Frees the descriptors; no thread may be waiting. Idempotent. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    int _ = Lib.close(wakeFd);
    int _ = Lib.close(fd);
    arena.close();
  }

  private static int checked(int result, String call, MemorySegment state) {
    if (result < 0) {
      throw new BpfException(
          "cannot set up waiting for the ring buffers (" + call + ")", Native.errno(state));
    }
    return result;
  }
}

package io.observoor.probes.syscall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.probes.syscall.Headers.Call;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Compares the system call numbers with the headers of the build machine. */
final class SyscallTablesTest {
  /**
   * Calls that the headers of some distributions lack; their numbers are from the kernel's tables.
   */
  private static final Set<String> NEW =
      Set.of("futex_wake", "futex_wait", "futex_requeue", "open_tree_attr");

  @Test
  void nativeNumbersOfX86() {
    compare(Headers.calls("syscalls_x86_64.h", "NATIVE_CALLS"), Headers.system("asm/unistd_64.h"));
  }

  @Test
  void compatNumbersOfX86() {
    compare(Headers.calls("syscalls_x86_64.h", "COMPAT_CALLS"), Headers.system("asm/unistd_32.h"));
  }

  @Test
  void numbersOfArm64() {
    compare(
        Headers.calls("syscalls_arm64.h", "NATIVE_CALLS"),
        Headers.system("asm-generic/unistd.h", "__ARCH_WANT_MEMFD_SECRET", "__BITS_PER_LONG=64"));
  }

  @Test
  void tablesHaveEveryVariantOfTheTimedCalls() {
    Map<String, Set<String>> wanted =
        Map.of(
            "READ", Set.of("read", "readv", "pread64", "preadv", "preadv2"),
            "WRITE", Set.of("write", "writev"),
            "PWRITE", Set.of("pwrite64", "pwritev", "pwritev2"),
            "FSYNC", Set.of("fsync"),
            "FDATASYNC", Set.of("fdatasync"),
            "MMAP", Set.of("mmap"),
            "EPOLL_WAIT", Set.of("epoll_wait", "epoll_pwait", "epoll_pwait2"),
            "FUTEX", Set.of("futex", "futex_waitv", "futex_wake", "futex_wait", "futex_requeue"));
    Map<String, Set<String>> found = new TreeMap<>();
    for (Call call : Headers.calls("syscalls_x86_64.h", "NATIVE_CALLS").values()) {
      if (wanted.containsKey(call.action())) {
        found.computeIfAbsent(call.action(), action -> new TreeSet<>()).add(call.name());
      }
    }
    assertEquals(wanted, found);
  }

  private static void compare(Map<String, Call> ours, Map<String, Integer> system) {
    Map<String, Integer> wrong = new TreeMap<>();
    Set<Integer> numbers = new HashSet<>();
    assertTrue(ours.size() > 30, () -> "only " + ours.size() + " calls read from the table");
    for (Call call : ours.values()) {
      Integer number = system.get(call.name());
      if (number == null ? !NEW.contains(call.name()) : number != call.number()) {
        wrong.put(call.name(), number);
      }
      assertTrue(
          numbers.add(call.number()), () -> call + " has the number of another call in the table");
    }
    assertEquals(Map.of(), wrong, "numbers that differ from the system's headers");
  }
}

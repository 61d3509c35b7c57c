package io.observoor.probes.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A directory with the files of {@code /proc}. */
record FakeProc(Path root) {

  /** As Linux 6.18 writes it, without most of the lines that are not read. */
  static final String STATUS =
      """
      Name:	VmSize: 7 kB
      Umask:	0022
      State:	S (sleeping)
      Pid:	%1$d
      FDSize:	256
      VmPeak:	 1266444 kB
      VmSize:	 1266437 kB
      VmHWM:	   61112 kB
      VmRSS:	   61091 kB
      RssAnon:	   20011 kB
      RssFile:	   41077 kB
      RssShmem:	       3 kB
      VmData:	   99999 kB
      VmSwap:	      11 kB
      Threads:	%2$d
      SigQ:	1/95912
      voluntary_ctxt_switches:	%3$d
      nonvoluntary_ctxt_switches:	%4$d
      """;

  static final String IO =
      """
      rchar: 3000000019
      wchar: 2000003
      syscr: 10007
      syscw: 20011
      read_bytes: 40960
      write_bytes: 81920
      cancelled_write_bytes: 4096
      """;

  static final String LIMITS =
      """
      Limit                     Soft Limit           Hard Limit           Units
      Max cpu time              unlimited            unlimited            seconds
      Max processes             95912                95912                processes
      Max open files            1024                 524288               files
      Max locked memory         8388608              8388608              bytes
      """;

  /**
   * Adds a process with threads (tid to voluntary switches) with ten times as many involuntary
   * switches.
   */
  void process(int pid, Map<Integer, Integer> threads, int descriptors) throws IOException {
    Path process = root.resolve("" + pid);
    for (Map.Entry<Integer, Integer> thread : threads.entrySet()) {
      Path directory = Files.createDirectories(process.resolve("task/" + thread.getKey()));
      Files.writeString(
          directory.resolve("status"),
          STATUS.formatted(pid, threads.size(), thread.getValue(), 10 * thread.getValue()));
    }
    Files.copy(process.resolve("task/" + pid + "/status"), process.resolve("status"));
    Files.writeString(process.resolve("io"), IO);
    Files.writeString(process.resolve("limits"), LIMITS);
    Path directory = Files.createDirectory(process.resolve("fd"));
    for (int fd = 0; fd < descriptors; fd++) {
      Files.createFile(directory.resolve("" + fd));
    }
  }

  /** Replaces a file by a directory, which not even root can read. */
  void makeUnreadable(int pid, String file) throws IOException {
    Path path = root.resolve(pid + "/" + file);
    Files.delete(path);
    Files.createDirectory(path);
  }

  /** Replaces a file. */
  void write(int pid, String file, String text) throws IOException {
    Files.writeString(root.resolve(pid + "/" + file), text);
  }
}

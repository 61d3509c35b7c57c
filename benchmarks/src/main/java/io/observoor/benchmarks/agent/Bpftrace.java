package io.observoor.benchmarks.agent;

/** bpftrace with a hand-written script for the same histogram. */
final class Bpftrace {

  private Bpftrace() {}

  /**
   * Starts bpftrace for a process; returns when it traces.
   *
   * @throws IllegalStateException if it is not installed or does not work on this kernel
   */
  static Child trace(long pid) {
    return run(script(pid));
  }

  /**
   * Starts a script; returns when it prints "ready".
   *
   * @throws IllegalStateException if bpftrace is not installed or does not work on this kernel
   */
  static Child run(String script) {
    // needs tracefs, which some systems do not mount: mounts it in a private namespace
    ProcessBuilder builder =
        new ProcessBuilder(
            "unshare",
            "--mount",
            "sh",
            "-c",
            "mount -t debugfs none /sys/kernel/debug 2>/dev/null;"
                + " mount -t tracefs none /sys/kernel/tracing 2>/dev/null;"
                + " exec bpftrace -B line -e \"$0\"",
            script);
    Child child = Child.start("bpftrace", builder, false);
    try {
      child.await("ready"::equals);
      return child;
    } catch (IllegalStateException e) {
      child.close();
      throw e;
    }
  }

  private static String script(long pid) {
    return String.join(
        " ",
        "tracepoint:syscalls:sys_enter_read /pid == " + pid + "/ { @start[tid] = nsecs; }",
        "tracepoint:syscalls:sys_exit_read /@start[tid]/",
        "{ @ns = hist(nsecs - @start[tid]); delete(@start[tid]); }",
        "interval:s:1 { printf(\"ready\\n\"); }");
  }
}

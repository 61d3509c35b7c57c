package io.observoor.libbpf;

import java.util.List;

/**
 * libbpf or the kernel refused something.
 *
 * <p>The message is one line: what failed, on what, the error's name and text, and what is known of
 * the cause. {@link #log()} has the lines behind it.
 */
public final class BpfException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int errno;
  private final String text;
  private final transient List<String> log;

  BpfException(String what, int errno, String cause, List<String> log) {
    super(message(what, errno, cause));
    this.errno = errno;
    this.text = errno == 0 ? "" : Libbpf.errorText(errno);
    this.log = List.copyOf(log);
  }

  BpfException(String what, int errno) {
    this(what, errno, "", List.of());
  }

  BpfException(String what) {
    this(what, 0, "", List.of());
  }

  private static String message(String what, int errno, String cause) {
    StringBuilder message = new StringBuilder(what);
    if (errno != 0) {
      message
          .append(": ")
          .append(Errno.name(errno))
          .append(" (")
          .append(Libbpf.errorText(errno))
          .append(')');
    }
    if (!cause.isEmpty()) {
      message.append(": ").append(cause);
    }
    return message.toString();
  }

  /** The positive error number, or 0 where the refusal has none (an unknown name, a wrong size). */
  public int errno() {
    return errno;
  }

  /** The error's name, such as {@code EPERM}; empty where there is none. */
  public String errnoName() {
    return errno == 0 ? "" : Errno.name(errno);
  }

  /** The error's text, such as {@code Operation not permitted}; empty where there is none. */
  public String errnoText() {
    return text;
  }

  /**
   * The end of the verifier's log, or libbpf's warnings where the verifier said nothing; at most
   * some 20 lines.
   */
  public List<String> log() {
    return log == null ? List.of() : log;
  }

  /** The message followed by {@link #log()}, a line each: for a log or a terminal. */
  public String report() {
    return log().isEmpty() ? getMessage() : getMessage() + "\n    " + String.join("\n    ", log());
  }
}

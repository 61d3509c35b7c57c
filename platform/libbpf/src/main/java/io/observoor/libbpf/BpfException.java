package io.observoor.libbpf;

import java.util.List;

/**
 * A request that libbpf or the kernel refused.
 *
 * <p>The message is one line: the failed action and its object, the error's name and text, and the
 * cause as far as it is known. {@link #log()} has the details.
 */
public final class BpfException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int errno;
  private final transient List<String> log;

  BpfException(String action, int errno, String cause, List<String> log) {
    super(message(action, errno, cause));
    this.errno = errno;
    this.log = List.copyOf(log);
  }

  BpfException(String action, int errno) {
    this(action, errno, "", List.of());
  }

  BpfException(String message) {
    this(message, 0, "", List.of());
  }

  private static String message(String action, int errno, String cause) {
    StringBuilder message = new StringBuilder(action);
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

  /** The error's name, such as {@code EPERM}; empty if there is none (unknown name, wrong size). */
  public String errnoName() {
    return errno == 0 ? "" : Errno.name(errno);
  }

  /**
   * The end of the verifier's log, or libbpf's warnings if the verifier wrote nothing; about 20
   * lines at most.
   */
  public List<String> log() {
    return log == null ? List.of() : log;
  }

  /** The message and, below it, the lines of {@link #log()}. */
  public String report() {
    return log().isEmpty() ? getMessage() : getMessage() + "\n    " + String.join("\n    ", log());
  }
}

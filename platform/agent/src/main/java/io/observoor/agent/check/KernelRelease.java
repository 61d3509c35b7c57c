package io.observoor.agent.check;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kernel's release, as shown by {@code uname -r}. */
public final class KernelRelease {
  private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");

  /** Linux 5.8 introduced the BPF ring buffer and CAP_BPF. */
  private static final int MAJOR = 5;

  private static final int MINOR = 8;

  private KernelRelease() {}

  /** Returns the release of the running kernel. */
  public static String running() {
    return System.getProperty("os.version");
  }

  /** Whether the agent supports the release; true if its form is unknown. */
  static boolean isNewEnough(String release) {
    Matcher version = VERSION.matcher(release);
    if (!version.matches()) {
      return true;
    }
    int major = Integer.parseInt(version.group(1));
    return major > MAJOR || (major == MAJOR && Integer.parseInt(version.group(2)) >= MINOR);
  }
}

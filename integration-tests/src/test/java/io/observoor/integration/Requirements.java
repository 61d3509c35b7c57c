package io.observoor.integration;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;

/** Skips tests whose requirements this machine does not meet. */
public final class Requirements {

  private Requirements() {}

  /** Requires root, which loads BPF programs. */
  public static void root() {
    assumeTrue(new UnixSystem().getUid() == 0, "needs root, to load BPF programs");
  }
}

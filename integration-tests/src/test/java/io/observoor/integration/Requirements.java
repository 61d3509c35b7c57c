package io.observoor.integration;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;

/** What a machine must have for these tests; where it lacks it, they are skipped by name. */
public final class Requirements {

  private Requirements() {}

  /** Loading BPF programs takes root here. */
  public static void root() {
    assumeTrue(new UnixSystem().getUid() == 0, "needs root, to load BPF programs");
  }
}

package io.observoor.kernel.host;

import io.observoor.api.batch.ClientType;
import io.observoor.api.probe.TrackedProcess;
import io.observoor.kernel.TrackedProcesses;
import java.util.Map;

/**
 * Tracks nothing: for a kernel that takes no BPF programs from us, which has been said once
 * already.
 */
final class NoProcesses implements TrackedProcesses {
  @Override
  public boolean track(int pid, ClientType client) {
    return false;
  }

  @Override
  public void untrack(int pid) {}

  @Override
  public void trackNames(Map<String, ClientType> clients) {}

  @Override
  public boolean followsProcesses() {
    return false;
  }

  @Override
  public void refresh() {}

  @Override
  public Map<Integer, TrackedProcess> tracked() {
    return Map.of();
  }
}

package io.observoor.kernel.host;

import io.observoor.api.probe.ProcessListener;
import io.observoor.api.probe.TrackedProcess;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the process listeners. Any thread, one at a time. */
final class ProcessListeners {
  private static final Logger LOG = LoggerFactory.getLogger("processes");

  private final List<ProcessListener> listeners = new CopyOnWriteArrayList<>();

  /** Adds a listener, and calls it for each process that is tracked. */
  synchronized void add(ProcessListener listener, Map<Integer, TrackedProcess> tracked) {
    listeners.add(listener);
    tracked.values().forEach(process -> tell(listener, process));
  }

  /** Removes a listener; to it, each process that is tracked has ended. */
  synchronized void remove(ProcessListener listener, Map<Integer, TrackedProcess> tracked) {
    if (listeners.remove(listener)) {
      tracked.keySet().forEach(pid -> guard(listener, () -> listener.processEnded(pid)));
    }
  }

  /** Calls every listener for the differences between the tracked processes before and now. */
  synchronized void changed(Map<Integer, TrackedProcess> before, Map<Integer, TrackedProcess> now) {
    now.forEach(
        (pid, process) -> {
          if (!process.equals(before.get(pid))) {
            listeners.forEach(listener -> tell(listener, process));
          }
        });
    for (int pid : before.keySet()) {
      if (!now.containsKey(pid)) {
        listeners.forEach(listener -> guard(listener, () -> listener.processEnded(pid)));
      }
    }
  }

  private static void tell(ProcessListener listener, TrackedProcess process) {
    guard(listener, () -> listener.processTracked(process));
  }

  /** One listener that fails does not keep the others from being called. */
  private static void guard(ProcessListener listener, Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.warn("process listener {} failed: {}", listener.getClass().getName(), e.toString());
    }
  }
}

package io.observoor.kernel.host;

import io.observoor.api.probe.ProcessDescription;
import io.observoor.api.probe.ProcessListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listeners of tracked processes. Any thread, one at a time. */
final class ProcessListeners {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessListeners.class);

  private final Path proc;
  private final List<ProcessListener> listeners = new CopyOnWriteArrayList<>();

  /** Reads command lines below {@code proc}, which is {@code /proc} but in tests. */
  ProcessListeners(Path proc) {
    this.proc = proc;
  }

  /** Adds a listener, and tells it of the processes that are there. */
  synchronized void add(ProcessListener listener, Map<Integer, Integer> present) {
    listeners.add(listener);
    present.forEach((pid, client) -> tell(listener, describe(pid, client)));
  }

  void remove(ProcessListener listener) {
    listeners.remove(listener);
  }

  /** The processes were these before, pid to client type, and are these now. */
  synchronized void changed(Map<Integer, Integer> before, Map<Integer, Integer> now) {
    if (listeners.isEmpty()) {
      return;
    }
    now.forEach(
        (pid, client) -> {
          if (!client.equals(before.get(pid))) {
            ProcessDescription process = describe(pid, client);
            listeners.forEach(listener -> tell(listener, process));
          }
        });
    for (int pid : before.keySet()) {
      if (!now.containsKey(pid)) {
        listeners.forEach(listener -> guard(listener, () -> listener.processEnded(pid)));
      }
    }
  }

  private static void tell(ProcessListener listener, ProcessDescription process) {
    guard(listener, () -> listener.processTracked(process));
  }

  /** A stranger's listener must not keep the others from being told. */
  private static void guard(ProcessListener listener, Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.warn("{} failed when told of a process: {}", listener.getClass().getName(), e.toString());
    }
  }

  private ProcessDescription describe(int pid, int clientType) {
    List<String> arguments;
    try {
      String text =
          Files.readString(
              proc.resolve(Integer.toString(pid)).resolve("cmdline"), StandardCharsets.ISO_8859_1);
      arguments = text.isEmpty() ? List.of() : List.of(text.split("\0", -1));
      if (arguments.size() > 1 && arguments.getLast().isEmpty()) {
        arguments = arguments.subList(0, arguments.size() - 1); // each argument ends in a zero
      }
    } catch (IOException gone) {
      arguments = List.of();
    }
    return new ProcessDescription(pid, clientType, arguments);
  }
}

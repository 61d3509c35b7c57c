package io.observoor.delivery.intake;

import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableBuilder;
import io.observoor.api.batch.WindowRows;
import io.observoor.api.probe.Probe;
import io.observoor.api.probe.ProcessListener;
import io.observoor.api.probe.Snapshot;
import io.observoor.api.probe.TrackedProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds the tables of all probes' snapshots to a window. Probes are added and removed on any thread;
 * only the spool thread collects.
 */
public final class SnapshotCollector implements ProcessListener {
  private static final Logger LOG = LoggerFactory.getLogger("windows");

  private final List<Source> sources = new CopyOnWriteArrayList<>();
  private final Map<Probe, List<Source>> byProbe = new ConcurrentHashMap<>();
  private final Map<Integer, TrackedProcess> processes = new ConcurrentHashMap<>();

  /** A snapshot with its builder; only the spool thread uses the fields that are not final. */
  private static final class Source {
    final Snapshot snapshot;
    TableBuilder builder;
    boolean failing;

    Source(Snapshot snapshot) {
      this.snapshot = snapshot;
      builder = new TableBuilder(snapshot.schema());
    }
  }

  /** Adds a probe; skips one whose declaration fails, which the probe host reports. */
  public void add(Probe probe) {
    List<Source> added = new ArrayList<>();
    try {
      for (Snapshot snapshot : probe.declaration().snapshots()) {
        added.add(new Source(snapshot));
      }
    } catch (RuntimeException e) {
      LOG.warn("skips the snapshots of probe {}: {}", probe.getClass().getName(), e.toString());
      return;
    }
    byProbe.put(probe, added);
    sources.addAll(added);
  }

  /** Removes a probe. */
  public void remove(Probe probe) {
    List<Source> removed = byProbe.remove(probe);
    if (removed != null) {
      sources.removeAll(removed);
    }
  }

  @Override
  public void processTracked(TrackedProcess process) {
    processes.put(process.pid(), process);
  }

  @Override
  public void processEnded(int pid) {
    processes.remove(pid);
  }

  /** Returns the window with the rows of all snapshots. */
  WindowRows collect(WindowRows window) {
    if (sources.isEmpty()) {
      return window;
    }
    List<TrackedProcess> tracked = List.copyOf(processes.values());
    List<Table> tables = new ArrayList<>(window.tables());
    for (Source source : sources) {
      Table table = read(source, window, tracked);
      if (table != null && table.rows() > 0) {
        tables.add(table);
      }
    }
    return new WindowRows(window.context(), tables);
  }

  private static Table read(Source source, WindowRows window, List<TrackedProcess> tracked) {
    String name = source.snapshot.schema().name();
    try {
      source.snapshot.collect(window.context().window(), tracked, source.builder);
      Table table = source.builder.build(window.context());
      if (source.failing) {
        source.failing = false;
        LOG.info("table {} can be read from /proc again", name);
      }
      return table;
    } catch (IOException | RuntimeException | LinkageError e) {
      source.builder = new TableBuilder(source.snapshot.schema());
      if (!source.failing) {
        source.failing = true;
        LOG.warn(
            "cannot read table {} from /proc, and stores windows without it until that works: {}",
            name,
            e.toString());
      }
      return null;
    }
  }
}

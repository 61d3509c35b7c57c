package io.observoor.kernel.host;

import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.kernel.EventStatus;
import io.observoor.kernel.HookKind;
import io.observoor.pipeline.Pipeline;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The installed probes, by name. Any thread, one at a time. */
final class Probes {
  private static final Logger LOG = LoggerFactory.getLogger(Probes.class);

  private final Map<String, InstalledProbe> installed = new LinkedHashMap<>();
  private final Pipeline pipeline;
  private final ProbeRules rules;
  private final KernelSide kernel;
  private boolean quiet;

  /**
   * No probe yet.
   *
   * @param kernel where programs are loaded
   */
  Probes(Pipeline pipeline, ProbeRules rules, KernelSide kernel) {
    this.pipeline = pipeline;
    this.rules = rules;
    this.kernel = kernel;
  }

  /** Installs a probe; false when it was refused, with the reason in the log. */
  synchronized boolean install(ProbeDeclaration declaration) {
    if (quiet) {
      return false;
    }
    if (installed.containsKey(declaration.name())) {
      LOG.error(
          "a second probe named {} is refused: stop the first one's bundle before",
          declaration.name());
      return false;
    }
    InstalledProbe probe = new InstalledProbe(declaration, pipeline, rules);
    installed.put(declaration.name(), probe);
    kernel.load(probe);
    return true;
  }

  /** Removes a probe that was installed. */
  synchronized void remove(String name) {
    InstalledProbe probe = installed.remove(name);
    if (probe != null) {
      probe.close();
      LOG.info("probe {} detached", name);
    }
  }

  /** Detaches all; none is installed any more after this. */
  synchronized void quiesce() {
    quiet = true;
    installed.values().forEach(InstalledProbe::detach);
  }

  synchronized List<EventStatus> events() {
    return installed.values().stream().flatMap(probe -> probe.events().stream()).toList();
  }

  synchronized int count() {
    return installed.size();
  }

  /** Programs by kind, added up over the probes: those that are attached, or those that failed. */
  synchronized Map<HookKind, Integer> programs(
      Function<LoadedPrograms, Map<HookKind, Integer>> which) {
    Map<HookKind, Integer> sum = new EnumMap<>(HookKind.class);
    for (InstalledProbe probe : installed.values()) {
      which.apply(probe.programs()).forEach((kind, count) -> sum.merge(kind, count, Integer::sum));
    }
    return sum;
  }

  synchronized void close() {
    installed.values().forEach(InstalledProbe::close);
    installed.clear();
  }
}

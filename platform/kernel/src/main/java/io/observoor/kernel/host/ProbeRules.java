package io.observoor.kernel.host;

import io.observoor.kernel.HookKind;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the configuration says of all probes.
 *
 * @param disabledGroups groups whose events are off, and whose programs are not loaded
 * @param disabledHooks kinds of programs that are not loaded, as if the kernel refused them
 * @param sampling how event types are sampled
 */
record ProbeRules(Set<String> disabledGroups, Set<HookKind> disabledHooks, SamplingRules sampling) {
  /** Why a program of a kind that the configuration excludes is not tried. */
  static final String DISABLED = "switched off by the configuration (hooks.disabled)";

  ProbeRules {
    disabledGroups = Set.copyOf(disabledGroups);
    disabledHooks = Set.copyOf(disabledHooks);
  }

  /** Those of the bundle's configuration. */
  static ProbeRules of(KernelConfiguration configuration) {
    return new ProbeRules(
        Set.of(configuration.disabledGroups()),
        Arrays.stream(configuration.disabledHooks())
            .map(
                name ->
                    HookKind.of(name)
                        .orElseThrow(
                            () -> new IllegalArgumentException("no kind of hook: " + name)))
            .collect(Collectors.toSet()),
        SamplingRules.parse(configuration.sampling()));
  }

  /** Everything but these groups. */
  static ProbeRules without(String... disabledGroups) {
    return new ProbeRules(Set.of(disabledGroups), Set.of(), SamplingRules.NONE);
  }
}

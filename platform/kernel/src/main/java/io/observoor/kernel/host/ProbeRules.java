package io.observoor.kernel.host;

import io.observoor.kernel.HookKind;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The configuration that applies to all probes.
 *
 * @param disabledGroups event groups whose programs are not loaded
 * @param disabledHooks kinds of hooks that are not used, as if the kernel refused them
 * @param sampling the sampling of event types
 */
record ProbeRules(Set<String> disabledGroups, Set<HookKind> disabledHooks, SamplingRules sampling) {
  /** Why a disabled kind of hook is not used. */
  static final String HOOK_DISABLED = "disabled by the configuration (hooks.disabled)";

  ProbeRules {
    disabledGroups = Set.copyOf(disabledGroups);
    disabledHooks = Set.copyOf(disabledHooks);
  }

  /** Reads the rules from the component's configuration. */
  static ProbeRules of(KernelConfiguration configuration) {
    return new ProbeRules(
        Set.of(configuration.disabledGroups()),
        Arrays.stream(configuration.disabledHooks())
            .map(
                name ->
                    HookKind.of(name)
                        .orElseThrow(
                            () -> new IllegalArgumentException("unknown kind of hook: " + name)))
            .collect(Collectors.toSet()),
        SamplingRules.parse(configuration.sampling()));
  }

  /** Rules that disable these groups only. */
  static ProbeRules without(String... disabledGroups) {
    return new ProbeRules(Set.of(disabledGroups), Set.of(), SamplingRules.NONE);
  }
}

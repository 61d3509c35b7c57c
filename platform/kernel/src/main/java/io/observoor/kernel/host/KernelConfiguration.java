package io.observoor.kernel.host;

/** Configuration of the kernel side; the agent sets it from the configuration file. */
public @interface KernelConfiguration {

  /** Bytes of the ring buffers of all CPUs together; 0: 4 MiB per CPU, 64 MiB at most. */
  long ringBufferBytes() default 0;

  /** The event groups whose programs are not loaded. */
  String[] disabledGroups() default {};

  /** The kinds of hooks that are not used, such as {@code fentry}; see {@code HookKind}. */
  String[] disabledHooks() default {};

  /**
   * Sampling rules: {@code EVENT=MODE:RATE}, or {@code default=MODE:RATE} for the other event
   * types; MODE is none, probability or nth.
   */
  String[] sampling() default {};
}

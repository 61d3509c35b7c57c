package io.observoor.kernel.host;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the kernel side; the agent fills it from the configuration file. */
@ObjectClassDefinition(name = "observoor kernel", description = "BPF ring buffers and probe groups")
public @interface KernelConfiguration {

  /** What the ring buffers of all CPUs get together, in bytes. */
  @AttributeDefinition(
      description =
          "Bytes of the ring buffers of all CPUs together; 0: 4 MiB a CPU, 64 MiB at most")
  long ringBufferBytes() default 0;

  /** The probe groups that are switched off. */
  @AttributeDefinition(description = "Probe groups that are not loaded into the kernel")
  String[] disabledGroups() default {};

  /** The kinds of programs that are not loaded. */
  @AttributeDefinition(
      description =
          "Kinds of programs that are not loaded: tp_btf, raw_tp, tracepoint, fentry, kprobe, perf_event")
  String[] disabledHooks() default {};

  /** How event types are sampled in the kernel. */
  @AttributeDefinition(
      description =
          "Sampling of event types, each EVENT=MODE:RATE, or default=MODE:RATE for those without one of their own;"
              + " MODE is none, probability or nth")
  String[] sampling() default {};
}

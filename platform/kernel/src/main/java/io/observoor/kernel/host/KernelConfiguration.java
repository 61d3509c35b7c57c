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
}

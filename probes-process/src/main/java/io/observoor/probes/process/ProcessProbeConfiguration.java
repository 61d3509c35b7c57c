package io.observoor.probes.process;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be set of the process snapshots. */
@ObjectClassDefinition(
    name = "observoor process snapshots",
    description = "Memory, I/O, descriptors and threads of processes, from /proc at a window's end")
public @interface ProcessProbeConfiguration {

  /** The PID. */
  String PID = "io.observoor.probes.process";

  /** Whether snapshots are taken. */
  @AttributeDefinition(description = "False: no snapshots are taken")
  boolean enabled() default true;
}

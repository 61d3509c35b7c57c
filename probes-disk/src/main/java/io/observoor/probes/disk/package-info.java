/** Probe of block device requests and the processes that own them. */
package io.observoor.probes.disk;

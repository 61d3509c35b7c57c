/** Block device requests, and the processes that they are made for. */
package io.observoor.probes.disk;

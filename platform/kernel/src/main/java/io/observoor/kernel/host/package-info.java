/** How probes come to run: shared maps, loading with alternatives, life cycle. */
package io.observoor.kernel.host;

/** Every event provoked by a known amount on the real kernel, against an independent source. */
package io.observoor.integration.events;

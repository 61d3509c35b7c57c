/**
 * The way from a closed window to a stored batch: a bounded queue, the snapshots at the window's
 * end, and the spool thread.
 */
package io.observoor.delivery.intake;

/**
 * The batches on disk. {@link io.observoor.delivery.spool.Spool} is the whole of it; {@link
 * io.observoor.delivery.spool.Ledger} knows what is kept and why, {@link
 * io.observoor.delivery.spool.SpoolFile} is the file.
 */
package io.observoor.delivery.spool;

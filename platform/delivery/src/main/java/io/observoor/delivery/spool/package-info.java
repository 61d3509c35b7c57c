/**
 * The batches on disk: {@link io.observoor.delivery.spool.Spool} is the entry, {@link
 * io.observoor.delivery.spool.SpoolIndex} knows which batches are kept for which sink, and {@link
 * io.observoor.delivery.spool.SpoolFile} is the file.
 */
package io.observoor.delivery.spool;

/**
 * The encoding of batches in the spool; {@link io.observoor.delivery.codec.BatchCodec} describes
 * it.
 */
package io.observoor.delivery.codec;

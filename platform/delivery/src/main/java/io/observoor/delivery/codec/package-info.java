/**
 * The bytes of a batch in the spool: {@link io.observoor.delivery.codec.BatchCodec} describes the
 * format.
 */
package io.observoor.delivery.codec;

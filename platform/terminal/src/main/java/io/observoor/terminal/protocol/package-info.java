/**
 * The protocol between the client of a shell and the agent: frames over a byte stream.
 *
 * <p>The client sends {@link io.observoor.terminal.protocol.FrameType#HELLO}; the agent answers
 * with its own, or with {@code REFUSED}. Then the client either sends command lines, one after the
 * other, each of which the agent ends with {@link io.observoor.terminal.protocol.FrameType#DONE};
 * or it sends {@link io.observoor.terminal.protocol.FrameType#TERMINAL} and from then on the bytes
 * that the user types, until {@code DONE}.
 */
@Version("1.0.0")
package io.observoor.terminal.protocol;

import org.osgi.annotation.versioning.Version;

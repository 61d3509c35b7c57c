/**
 * What passes between a shell's client and the agent: frames over a stream of bytes.
 *
 * <p>The client says {@link io.observoor.terminal.protocol.FrameType#HELLO} first, and the agent
 * answers with its own, or refuses. Then the client either sends command lines, one after the
 * other, each of which the agent ends with {@link io.observoor.terminal.protocol.FrameType#DONE},
 * or hands its terminal over with {@link io.observoor.terminal.protocol.FrameType#TERMINAL}: from
 * there on it is a pipe for what is typed and shown, until {@code DONE}.
 */
@Version("1.0.0")
package io.observoor.terminal.protocol;

import org.osgi.annotation.versioning.Version;

/** What {@code observoor migrate} says and asks. */
package io.observoor.agent.migrate;

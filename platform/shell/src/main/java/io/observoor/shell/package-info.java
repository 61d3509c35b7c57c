/** Commands for whoever runs the agent. */
package io.observoor.shell;

/**
 * The shell: commands for whoever runs the agent, at a terminal or from a script. Nothing is loaded
 * for it before somebody attaches.
 */
package io.observoor.shell;

/** The status line: one a slot in a terminal, one a minute in a log. */
package io.observoor.agent.status;

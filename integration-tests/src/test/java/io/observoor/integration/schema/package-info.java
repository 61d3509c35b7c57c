/** The tables in a real ClickHouse, made by the agent's own command and by golang-migrate's. */
package io.observoor.integration.schema;

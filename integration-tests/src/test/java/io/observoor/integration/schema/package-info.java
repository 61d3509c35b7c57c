/** The schema in a real ClickHouse, migrated by observoor migrate and by golang-migrate. */
package io.observoor.integration.schema;

package io.observoor.sinks.clickhouse.schema;

import io.observoor.api.batch.TableSchema;
import io.observoor.api.sink.SinkException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TTL of tables: the age at which ClickHouse deletes rows. Changes only TTLs of the agent's own
 * form, and keeps those that a user wrote.
 */
final class TimeToLive {
  private static final Logger LOG = LoggerFactory.getLogger("sinks.clickhouse");

  private static final Pattern TTL = Pattern.compile(" TTL (.*?)(?: SETTINGS .*)?$");
  private static final Pattern AGENT_TTL =
      Pattern.compile("toDateTime\\((?:window_start|event_time)\\) \\+ toIntervalSecond\\(\\d+\\)");

  private TimeToLive() {}

  /** Returns the TTL as {@code system.tables} shows it. */
  static String expression(TableSchema schema, Duration age) {
    return expression(schema.timeColumn().name(), age);
  }

  private static String expression(String timeColumn, Duration age) {
    return "toDateTime(" + timeColumn + ") + toIntervalSecond(" + age.toSeconds() + ")";
  }

  /** Extracts the TTL from {@code engine_full}; empty without one. */
  static Optional<String> of(String engineFull) {
    Matcher matcher = TTL.matcher(engineFull);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /**
   * Sets the TTL of a table; skips tables that hold no rows.
   *
   * @return whether it changed the table
   */
  static boolean apply(Database database, Ddl ddl, ServerTable table, Duration age)
      throws SinkException {
    String timeColumn = table.timeColumn();
    if (!table.holdsRows() || timeColumn.isEmpty()) {
      return false;
    }
    Optional<String> current = of(table.engineFull());
    Optional<String> wanted =
        age.isZero() ? Optional.empty() : Optional.of(expression(timeColumn, age));
    if (wanted.equals(current)) {
      return false;
    }
    if (current.isPresent() && !AGENT_TTL.matcher(current.get()).matches()) {
      LOG.info("table {} keeps the TTL that a user set: {}", table.name(), current.get());
      return false;
    }
    database.execute(
        ddl.alter(table.name()) + wanted.map(ttl -> "MODIFY TTL " + ttl).orElse("REMOVE TTL"));
    LOG.debug(
        "changed the TTL of table {} from {} to {}", table.name(), orNone(current), orNone(wanted));
    return true;
  }

  private static String orNone(Optional<String> ttl) {
    return ttl.orElse("none");
  }
}

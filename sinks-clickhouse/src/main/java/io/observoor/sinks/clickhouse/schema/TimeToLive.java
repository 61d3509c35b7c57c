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
 * The age at which ClickHouse deletes a table's rows. What is changed is only what has the very
 * form that is written here: a rule that somebody wrote by hand is theirs.
 */
final class TimeToLive {
  private static final Logger LOG = LoggerFactory.getLogger(TimeToLive.class);

  private static final Pattern OF_ENGINE = Pattern.compile(" TTL (.*?)(?: SETTINGS .*)?$");
  private static final Pattern OURS =
      Pattern.compile("toDateTime\\((?:window_start|event_time)\\) \\+ toIntervalSecond\\(\\d+\\)");

  private TimeToLive() {}

  /** As ClickHouse writes it in {@code system.tables}. */
  static String expression(TableSchema schema, Duration age) {
    return expression(schema.timeColumn().name(), age);
  }

  private static String expression(String timeColumn, Duration age) {
    return "toDateTime(" + timeColumn + ") + toIntervalSecond(" + age.toSeconds() + ")";
  }

  /** What a table has; empty for nothing. */
  static Optional<String> of(String engineFull) {
    Matcher matcher = OF_ENGINE.matcher(engineFull);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /**
   * Makes a table have the rule that is configured.
   *
   * @param table one that holds rows; others are left alone
   * @return whether it was changed
   */
  static boolean keep(Statements statements, Ddl ddl, ServerTable table, Duration age)
      throws SinkException {
    String timeColumn = table.timeColumn();
    if (!table.holdsRows() || timeColumn.isEmpty()) {
      return false;
    }
    Optional<String> has = of(table.engineFull());
    Optional<String> wanted =
        age.isZero() ? Optional.empty() : Optional.of(expression(timeColumn, age));
    if (wanted.equals(has)) {
      return false;
    }
    if (has.isPresent() && !OURS.matcher(has.get()).matches()) {
      LOG.info("table {} keeps its own TTL: {}", table.name(), has.get());
      return false;
    }
    statements.execute(
        ddl.alter(table.name()) + wanted.map(rule -> "MODIFY TTL " + rule).orElse("REMOVE TTL"));
    LOG.debug("table {}: TTL {}, it was {}", table.name(), or(wanted), or(has));
    return true;
  }

  private static String or(Optional<String> rule) {
    return rule.orElse("none");
  }
}

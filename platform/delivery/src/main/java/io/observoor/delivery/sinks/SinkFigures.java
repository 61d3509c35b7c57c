package io.observoor.delivery.sinks;

import io.observoor.api.sink.Measurement;
import io.observoor.api.sink.Sink;
import io.observoor.delivery.SinkState;
import io.observoor.delivery.SinkStatistics;
import io.observoor.delivery.spool.SpoolStatistics;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of a sink at one moment.
 *
 * @param cursor its cursor, or one that is not kept
 * @param service the sink itself; null if it is not there
 * @param runner what runs it; null if nothing does
 * @param onTrial whether it is being opened on trial
 */
record SinkFigures(
    SpoolStatistics.Cursor cursor, Sink service, SinkRunner runner, boolean onTrial) {
  private static final Logger LOG = LoggerFactory.getLogger(SinkFigures.class);

  static SinkFigures of(SpoolStatistics.Cursor cursor) {
    return new SinkFigures(cursor, null, null, false);
  }

  /** Of what there is under a name, without a cursor. */
  static SinkFigures of(Slot slot) {
    return new SinkFigures(
        new SpoolStatistics.Cursor(slot.name, false, 0, 0, 0, 0, 0, 0, 0),
        slot.services.isEmpty() ? null : slot.services.getFirst().sink(),
        slot.runner,
        slot.candidate != null);
  }

  SinkFigures withServiceOf(SinkFigures other) {
    return new SinkFigures(cursor, other.service, other.runner, other.onTrial);
  }

  /** One that has gone and for which nothing is kept is not. */
  boolean isListed() {
    return cursor.kept() || service != null;
  }

  SinkStatistics statistics() {
    return new SinkStatistics(
        cursor.name(),
        state(),
        cursor.acknowledged(),
        cursor.pendingBatches(),
        cursor.pendingBytes(),
        cursor.deliveredBatches(),
        cursor.deliveredRows(),
        runner == null ? 0 : runner.failures(),
        runner == null ? "" : runner.lastError(),
        cursor.givenUpBatches(),
        cursor.givenUpRows(),
        measurements());
  }

  private SinkState state() {
    if (runner != null) {
      return runner.state();
    }
    if (onTrial) {
      return SinkState.OPENING;
    }
    if (service == null) {
      return SinkState.ABSENT;
    }
    return cursor.kept() ? SinkState.STOPPED : SinkState.STANDING_BY;
  }

  /** A sink's figures must not keep those of the others from being seen. */
  private List<Measurement> measurements() {
    if (service == null) {
      return List.of();
    }
    try {
      return List.copyOf(service.measurements());
    } catch (RuntimeException | LinkageError e) {
      LOG.debug("sink {} does not tell its figures: {}", cursor.name(), e.toString());
      return List.of();
    }
  }
}

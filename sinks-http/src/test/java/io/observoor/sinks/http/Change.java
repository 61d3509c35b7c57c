package io.observoor.sinks.http;

import java.time.Duration;

/** Settings with some of their values changed. */
final class Change {
  private final Settings from;
  private Target target;
  private Compression compression;
  private int requestRows;
  private Duration requestAge;
  private Duration timeout;
  private int queueRows;
  private int workers;
  private boolean keepAlive;

  private Change(Settings from) {
    this.from = from;
    target = from.target();
    compression = from.compression();
    requestRows = from.requestRows();
    requestAge = from.requestAge();
    timeout = from.timeout();
    queueRows = from.queueRows();
    workers = from.workers();
    keepAlive = from.keepAlive();
  }

  static Change of(Settings from) {
    return new Change(from);
  }

  Change target(Target wanted) {
    target = wanted;
    return this;
  }

  Change compression(Compression wanted) {
    compression = wanted;
    return this;
  }

  Change requestRows(int wanted) {
    requestRows = wanted;
    queueRows = Math.max(queueRows, 10 * wanted);
    return this;
  }

  Change requestAge(Duration wanted) {
    requestAge = wanted;
    return this;
  }

  Change timeout(Duration wanted) {
    timeout = wanted;
    return this;
  }

  Change queueRows(int wanted) {
    queueRows = wanted;
    return this;
  }

  Change workers(int wanted) {
    workers = wanted;
    return this;
  }

  Change keepAlive(boolean wanted) {
    keepAlive = wanted;
    return this;
  }

  Settings done() {
    return new Settings(
        target,
        compression,
        requestRows,
        requestAge,
        timeout,
        queueRows,
        workers,
        keepAlive,
        from.quarantine());
  }
}

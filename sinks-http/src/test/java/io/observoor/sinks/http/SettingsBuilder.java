package io.observoor.sinks.http;

import java.time.Duration;

/** Copies settings with some values changed. */
final class SettingsBuilder {
  private final Settings from;
  private Endpoint endpoint;
  private Compression compression;
  private int requestRows;
  private Duration requestAge;
  private Duration timeout;
  private int queueRows;
  private int workers;
  private boolean keepAlive;

  private SettingsBuilder(Settings from) {
    this.from = from;
    endpoint = from.endpoint();
    compression = from.compression();
    requestRows = from.requestRows();
    requestAge = from.requestAge();
    timeout = from.timeout();
    queueRows = from.queueRows();
    workers = from.workers();
    keepAlive = from.keepAlive();
  }

  static SettingsBuilder of(Settings from) {
    return new SettingsBuilder(from);
  }

  SettingsBuilder endpoint(Endpoint value) {
    endpoint = value;
    return this;
  }

  SettingsBuilder compression(Compression value) {
    compression = value;
    return this;
  }

  SettingsBuilder requestRows(int value) {
    requestRows = value;
    queueRows = Math.max(queueRows, 10 * value);
    return this;
  }

  SettingsBuilder requestAge(Duration value) {
    requestAge = value;
    return this;
  }

  SettingsBuilder timeout(Duration value) {
    timeout = value;
    return this;
  }

  SettingsBuilder queueRows(int value) {
    queueRows = value;
    return this;
  }

  SettingsBuilder workers(int value) {
    workers = value;
    return this;
  }

  SettingsBuilder keepAlive(boolean value) {
    keepAlive = value;
    return this;
  }

  Settings build() {
    return new Settings(
        endpoint,
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

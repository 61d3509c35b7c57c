package io.observoor.sinks.http;

import io.observoor.api.sink.Measurement;
import io.observoor.api.sink.SinkContext;
import io.observoor.api.sink.SinkException;

/** An open sink, closed with this. */
record OpenSink(HttpSink sink) implements AutoCloseable {

  static OpenSink of(Settings settings) throws SinkException {
    HttpSink sink = new HttpSink(settings);
    sink.open(Samples.FIRST);
    return new OpenSink(sink);
  }

  /** Closes and opens the sink, as delivery does after a failure. */
  void reopen(long acknowledged) throws SinkException {
    sink.close();
    sink.open(new SinkContext(Samples.INSTALLATION, acknowledged));
  }

  /** The value of a measurement; {@code outcome} is empty for one without that label. */
  long measurement(String name, String outcome) {
    return (long)
        sink.measurements().stream()
            .filter(it -> it.name().equals(name))
            .filter(it -> it.labels().getOrDefault("outcome", "").equals(outcome))
            .mapToDouble(Measurement::value)
            .sum();
  }

  @Override
  public void close() {
    sink.close();
  }
}

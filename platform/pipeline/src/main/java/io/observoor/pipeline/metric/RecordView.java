package io.observoor.pipeline.metric;

import io.observoor.api.probe.EventView;
import io.observoor.pipeline.Slab;

/** A record of a slab as probes see it; moved from record to record. */
public final class RecordView implements EventView {
  private long[] words;
  private int at;
  private int event;

  /** Moves the view to the record that begins at {@code position}. */
  void moveTo(long[] slabWords, int position, int eventOfProbe) {
    words = slabWords;
    at = position;
    event = eventOfProbe;
  }

  @Override
  public long timestamp() {
    return words[at];
  }

  @Override
  public int event() {
    return event;
  }

  @Override
  public int pid() {
    return Slab.pid(words[at + 1]);
  }

  @Override
  public int tid() {
    return Slab.tid(words[at + 1]);
  }

  @Override
  public int clientType() {
    return Slab.clientType(words[at + 2]);
  }

  @Override
  public int cpu() {
    return Slab.cpu(words[at + 2]);
  }

  @Override
  public int fieldCount() {
    return Slab.fieldCount(words[at + 2]);
  }

  @Override
  public long field(int index) {
    return words[at + Slab.HEADER_WORDS + index];
  }
}

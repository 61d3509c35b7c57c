package io.observoor.pipeline.metric;

import io.observoor.api.probe.EventView;
import io.observoor.pipeline.Slab;

/** Shows probes a record of a slab; moves from record to record. */
public final class RecordView implements EventView {
  private long[] words;
  private int record;
  private int event;

  /** Moves the view to the record at {@code position}. */
  void moveTo(long[] slabWords, int position, int eventIndex) {
    words = slabWords;
    record = position;
    event = eventIndex;
  }

  @Override
  public long timestamp() {
    return words[record];
  }

  @Override
  public int event() {
    return event;
  }

  @Override
  public int pid() {
    return Slab.pid(words[record + 1]);
  }

  @Override
  public int tid() {
    return Slab.tid(words[record + 1]);
  }

  @Override
  public int clientType() {
    return Slab.clientType(words[record + 2]);
  }

  @Override
  public int cpu() {
    return Slab.cpu(words[record + 2]);
  }

  @Override
  public int fieldCount() {
    return Slab.fieldCount(words[record + 2]);
  }

  @Override
  public long field(int index) {
    return words[record + Slab.HEADER_WORDS + index];
  }
}

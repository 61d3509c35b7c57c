package io.observoor.kernel.host;

import io.observoor.api.batch.LossStage;
import io.observoor.kernel.ring.LossSink;
import io.observoor.kernel.ring.LossSource;
import io.observoor.libbpf.BpfLink;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The runs of attached programs that the kernel passed over, told as losses. Any thread; the sink
 * is called on it.
 */
final class MissedRuns implements LossSource {
  private final List<Watched> programs = new ArrayList<>();

  /**
   * An attached program.
   *
   * @param link one of its links
   * @param second of the program that does what this one misses, if there is one
   * @param eventType what it misses, or {@link LossSink#UNKNOWN_TYPE} when it serves several events
   *     or none
   */
  record Program(BpfLink link, Optional<BpfLink> second, int eventType) {}

  private static final class Watched {
    final Program program;
    private final MissedByBoth both = new MissedByBoth();
    private long seen;
    private long seenOfSecond;

    Watched(Program program) {
      this.program = program;
    }

    void tell(LossSink sink) {
      long now = program.link().missedRuns();
      long missed = now - seen;
      seen = now;
      if (program.second().isPresent()) {
        long ofSecond = program.second().get().missedRuns();
        missed = both.atMost(missed, ofSecond - seenOfSecond);
        seenOfSecond = ofSecond;
      }
      if (missed > 0) {
        sink.lost(program.eventType(), LossStage.SKIPPED, missed);
      }
    }
  }

  /** Watches these from now on; what they missed before counts as well. */
  synchronized void watch(List<Program> more) {
    more.forEach(program -> programs.add(new Watched(program)));
  }

  /** Tells of these for the last time; they are detached. */
  synchronized void forget(List<Program> detached, LossSink sink) {
    Iterator<Watched> all = programs.iterator();
    while (all.hasNext()) {
      Watched watched = all.next();
      if (detached.contains(watched.program)) {
        watched.tell(sink);
        all.remove();
      }
    }
  }

  @Override
  public synchronized void collect(LossSink sink) {
    for (Watched watched : programs) {
      watched.tell(sink);
    }
  }
}

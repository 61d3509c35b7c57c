package io.observoor.benchmarks.report;

import java.util.Optional;

/**
 * Something that is measured.
 *
 * @param id its name in the file of results
 * @param part what it is measured with
 * @param what it is, for people
 * @param unit of its value and its aim
 * @param aim what it should be, where something is aimed at
 */
public record Figure(String id, Part part, String what, String unit, Optional<Aim> aim) {

  static Figure of(String id, Part part, String what, String unit) {
    return new Figure(id, part, what, unit, Optional.empty());
  }

  Figure aim(Aim.Bound bound, double limit) {
    return new Figure(id, part, what, unit, Optional.of(new Aim(bound, limit)));
  }
}

package io.observoor.benchmarks.report;

import java.util.Optional;

/**
 * A measured quantity.
 *
 * @param id name in the file of results
 * @param part the part that measures it
 * @param what description
 * @param unit of value and aim
 * @param aim the wanted value, if any
 */
public record Figure(String id, Part part, String what, String unit, Optional<Aim> aim) {

  static Figure of(String id, Part part, String what, String unit) {
    return new Figure(id, part, what, unit, Optional.empty());
  }

  Figure aim(Aim.Bound bound, double limit) {
    return new Figure(id, part, what, unit, Optional.of(new Aim(bound, limit)));
  }
}

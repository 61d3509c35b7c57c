package io.observoor.libbpf;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import me.bechberger.ebpf.bpf.raw.Lib;

/**
 * Access to the read-only variables ({@code const volatile}) of an opened object: libbpf keeps
 * their initial values in memory until the object is loaded, and BTF has the offset of each.
 */
final class ReadOnlyData {
  private static final String SECTION_PREFIX = ".rodata";

  private final String name;
  private final MemorySegment object;
  private final Btf btf;

  /** Takes an opened object; {@code name} is its name in messages. */
  ReadOnlyData(String name, MemorySegment object, Btf btf) {
    this.name = name;
    this.object = object;
    this.btf = btf;
  }

  Optional<Btf.Variable> find(String variable) {
    return btf.variable(variable, SECTION_PREFIX);
  }

  Btf.Variable require(String variable) {
    return find(variable)
        .orElseThrow(
            () ->
                new BpfException("BPF object " + name + " has no read-only variable " + variable));
  }

  /**
   * Returns the memory of a part of a variable; valid until the object is loaded.
   *
   * @param whole whether the part must be the whole variable
   */
  @SuppressWarnings("restricted")
  MemorySegment memory(String variable, int offset, int length, boolean whole) {
    Btf.Variable found = require(variable);
    if (offset < 0 || length > found.size() - offset || (whole && length != found.size())) {
      throw new BpfException(
          "cannot set %d bytes at offset %d of %s in %s: it has %d bytes"
              .formatted(length, offset, variable, name, found.size()));
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment map =
          Lib.bpf_object__find_map_by_name(object, arena.allocateFrom(found.section()));
      MemorySegment size = arena.allocate(JAVA_LONG);
      MemorySegment data =
          map.address() == 0 ? MemorySegment.NULL : Lib.bpf_map__initial_value(map, size);
      if (data.address() == 0) {
        throw new BpfException(
            "cannot set %s in %s: section %s has no data"
                .formatted(variable, name, found.section()));
      }
      return data.reinterpret(size.get(JAVA_LONG, 0))
          .asSlice((long) found.offset() + offset, length);
    }
  }
}

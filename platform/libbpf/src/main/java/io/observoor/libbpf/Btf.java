package io.observoor.libbpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import me.bechberger.ebpf.bpf.raw.Lib;

/**
 * Parses an object's BTF (type information: header, types, strings; Documentation/bpf/btf.rst of
 * the kernel) as far as needed: variables of data sections and members of structs.
 */
final class Btf {
  private static final int MAGIC = 0xeB9F;
  private static final int KIND_INT = 1;
  private static final int KIND_PTR = 2;
  private static final int KIND_ARRAY = 3;
  private static final int KIND_STRUCT = 4;
  private static final int KIND_UNION = 5;
  private static final int KIND_ENUM = 6;
  private static final int KIND_TYPEDEF = 8;
  private static final int KIND_VOLATILE = 9;
  private static final int KIND_CONST = 10;
  private static final int KIND_RESTRICT = 11;
  private static final int KIND_FUNC_PROTO = 13;
  private static final int KIND_VAR = 14;
  private static final int KIND_DATASEC = 15;
  private static final int KIND_FLOAT = 16;
  private static final int KIND_DECL_TAG = 17;
  private static final int KIND_TYPE_TAG = 18;
  private static final int KIND_ENUM64 = 19;
  private static final int TYPE_SIZE = 12;
  private static final int POINTER_SIZE = 8;

  /**
   * A global variable.
   *
   * @param section the data section, such as {@code .rodata}
   */
  record Variable(String name, String section, int offset, int size) {}

  private final ByteBuffer data;
  private final int stringsOffset;

  /** The offset of each type in the data; index 0 is void. */
  private final List<Integer> types = new ArrayList<>();

  Btf(byte[] raw) {
    data = ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());
    if (raw.length < 24 || (data.getShort(0) & 0xffff) != MAGIC) {
      throw new IllegalArgumentException("not BTF: wrong magic number");
    }
    int headerLength = data.getInt(4);
    int offset = headerLength + data.getInt(8);
    int end = offset + data.getInt(12);
    stringsOffset = headerLength + data.getInt(16);
    types.add(0);
    while (offset < end) {
      types.add(offset);
      offset += TYPE_SIZE + extraLength(offset);
    }
  }

  /** Parses the BTF of an opened object that has some. */
  @SuppressWarnings("restricted")
  static Btf of(MemorySegment object) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(JAVA_INT);
      MemorySegment raw = Lib.btf__raw_data(Lib.bpf_object__btf(object), size);
      return new Btf(
          raw.reinterpret(Integer.toUnsignedLong(size.get(JAVA_INT, 0))).toArray(JAVA_BYTE));
    }
  }

  Optional<Variable> variable(String name, String sectionPrefix) {
    for (int type : types.subList(1, types.size())) {
      if (kind(type) == KIND_DATASEC && name(type).startsWith(sectionPrefix)) {
        for (int i = 0; i < count(type); i++) {
          int entry = type + TYPE_SIZE + 12 * i;
          int variable = types.get(data.getInt(entry));
          if (name(variable).equals(name)) {
            return Optional.of(
                new Variable(name, name(type), data.getInt(entry + 4), data.getInt(entry + 8)));
          }
        }
      }
    }
    return Optional.empty();
  }

  Optional<StructLayout> struct(String name) {
    for (int type : types.subList(1, types.size())) {
      if (kind(type) == KIND_STRUCT && name(type).equals(name)) {
        List<StructLayout.Member> members = new ArrayList<>();
        boolean bitFields = data.getInt(type + 4) < 0;
        for (int i = 0; i < count(type); i++) {
          int member = type + TYPE_SIZE + 12 * i;
          int bits = data.getInt(member + 8);
          members.add(
              new StructLayout.Member(
                  string(data.getInt(member)),
                  (bitFields ? bits & 0xffffff : bits) / 8,
                  size(data.getInt(member + 4))));
        }
        return Optional.of(new StructLayout(name, data.getInt(type + 8), members));
      }
    }
    return Optional.empty();
  }

  private int size(int id) {
    if (id == 0) {
      return 0;
    }
    int type = types.get(id);
    return switch (kind(type)) {
      case KIND_INT, KIND_STRUCT, KIND_UNION, KIND_ENUM, KIND_ENUM64, KIND_DATASEC, KIND_FLOAT ->
          data.getInt(type + 8);
      case KIND_PTR -> POINTER_SIZE;
      case KIND_ARRAY -> size(data.getInt(type + TYPE_SIZE)) * data.getInt(type + TYPE_SIZE + 8);
      case KIND_TYPEDEF, KIND_VOLATILE, KIND_CONST, KIND_RESTRICT, KIND_VAR, KIND_TYPE_TAG ->
          size(data.getInt(type + 8));
      default -> 0;
    };
  }

  /** Bytes after the twelve that every type has. */
  private int extraLength(int type) {
    return switch (kind(type)) {
      case KIND_INT, KIND_VAR, KIND_DECL_TAG -> 4;
      case KIND_ARRAY -> 12;
      case KIND_STRUCT, KIND_UNION, KIND_DATASEC, KIND_ENUM64 -> 12 * count(type);
      case KIND_ENUM, KIND_FUNC_PROTO -> 8 * count(type);
      default -> 0;
    };
  }

  private int kind(int type) {
    return data.getInt(type + 4) >>> 24 & 0x1f;
  }

  private int count(int type) {
    return data.getInt(type + 4) & 0xffff;
  }

  private String name(int type) {
    return string(data.getInt(type));
  }

  private String string(int offset) {
    int begin = stringsOffset + offset;
    int end = begin;
    while (data.get(end) != 0) {
      end++;
    }
    return new String(data.array(), begin, end - begin, StandardCharsets.UTF_8);
  }
}

package io.observoor.libbpf;

import java.util.List;

/**
 * The compiler's layout of a struct, from the BTF of a compiled object. Tests compare Java's
 * constants with it.
 *
 * @param name the struct's tag
 * @param size bytes
 * @param members in the order of their declaration
 */
public record StructLayout(String name, int size, List<Member> members) {
  public StructLayout {
    members = List.copyOf(members);
  }

  /**
   * A member of a struct.
   *
   * @param name its name
   * @param offset bytes from the start of the struct
   * @param size bytes; 0 for a flexible array
   */
  public record Member(String name, int offset, int size) {}

  /**
   * Returns a member by its name.
   *
   * @throws IllegalArgumentException if the struct has no such member
   */
  public Member member(String memberName) {
    return members.stream()
        .filter(member -> member.name().equals(memberName))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("struct " + name + " has no member " + memberName));
  }
}

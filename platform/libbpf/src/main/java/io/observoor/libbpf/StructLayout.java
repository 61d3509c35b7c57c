package io.observoor.libbpf;

import java.util.List;

/**
 * How the compiler laid a struct out, from the type information (BTF) of a compiled object: what
 * Java's constants are compared with.
 *
 * @param name the struct's tag
 * @param size bytes
 * @param members in their order
 */
public record StructLayout(String name, int size, List<Member> members) {
  public StructLayout {
    members = List.copyOf(members);
  }

  /**
   * A member of a struct.
   *
   * @param name its name
   * @param offset bytes from the struct's beginning
   * @param size bytes; 0 for a flexible array
   */
  public record Member(String name, int offset, int size) {}

  /**
   * The member of a name.
   *
   * @throws IllegalArgumentException when the struct has none
   */
  public Member member(String memberName) {
    return members.stream()
        .filter(member -> member.name().equals(memberName))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("struct " + name + " has no member " + memberName));
  }
}

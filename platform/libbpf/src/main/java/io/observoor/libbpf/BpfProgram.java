package io.observoor.libbpf;

/**
 * A program of an object.
 *
 * @param name the C function's name
 * @param section where it is attached, such as {@code tp_btf/sys_enter}
 */
public record BpfProgram(String name, String section) {
  @Override
  public String toString() {
    return name + " (" + section + ")";
  }
}

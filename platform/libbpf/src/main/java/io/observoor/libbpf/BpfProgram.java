package io.observoor.libbpf;

/**
 * A program of a BPF object.
 *
 * @param name the C function's name
 * @param section its ELF section, which names the hook, such as {@code tp_btf/sys_enter}
 */
public record BpfProgram(String name, String section) {
  @Override
  public String toString() {
    return name + " (" + section + ")";
  }
}

package io.observoor.testing.probe;

import io.observoor.api.probe.Attachment;
import io.observoor.api.probe.ProbeDeclaration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Compares a probe's declaration with its BPF object. */
public final class BpfPrograms {
  private BpfPrograms() {}

  /**
   * Returns the programs that the declaration names and the object lacks, as {@code PROGRAM
   * (HOOK)}.
   *
   * @param architecture as printed by {@code uname -m}
   * @throws IOException if the bundle has no object for the architecture
   */
  public static List<String> missing(ProbeDeclaration declaration, String architecture)
      throws IOException {
    return missing(
        declaration.attachments(), declaration.object().orElseThrow().read(architecture));
  }

  static List<String> missing(List<Attachment> attachments, byte[] object) {
    String text = new String(object, StandardCharsets.ISO_8859_1);
    List<String> missing = new ArrayList<>();
    for (Attachment attachment : attachments) {
      for (Attachment.Alternative alternative : attachment.alternatives()) {
        for (String program : alternative.programs()) {
          // as an entry of the object's string table
          if (!text.contains("\0" + program + "\0")) {
            missing.add(program + " (" + alternative.hook() + ")");
          }
        }
      }
    }
    return missing;
  }
}

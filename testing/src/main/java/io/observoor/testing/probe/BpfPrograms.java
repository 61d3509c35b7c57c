package io.observoor.testing.probe;

import io.observoor.api.probe.Attachment;
import io.observoor.api.probe.ProbeDeclaration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The BPF programs of a probe. */
public final class BpfPrograms {
  private BpfPrograms() {}

  /**
   * The programs that an alternative of the declaration names and the object lacks, as {@code
   * PROGRAM (HOOK)}; empty when the object has all of them.
   *
   * @param architecture as {@code uname -m} says it
   * @throws IOException when there is no object for the architecture
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
          // whole, as the object's table of names has it
          if (!text.contains("\0" + program + "\0")) {
            missing.add(program + " (" + alternative.hook() + ")");
          }
        }
      }
    }
    return missing;
  }
}

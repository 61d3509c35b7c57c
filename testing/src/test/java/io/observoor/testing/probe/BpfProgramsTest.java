package io.observoor.testing.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.observoor.api.probe.Attachment;
import java.util.List;
import org.junit.jupiter.api.Test;

class BpfProgramsTest {
  private static final byte[] OBJECT = "\0there\0others\0".getBytes(ISO_8859_1);

  @Test
  void namesMissingPrograms() {
    List<Attachment> attachments =
        List.of(
            Attachment.of("some").programs("fentry", "there", "nowhere").programs("kprobe", "the"),
            Attachment.of("other").programs("tracepoint", "others"));
    assertEquals(
        List.of("nowhere (fentry)", "the (kprobe)"), BpfPrograms.missing(attachments, OBJECT));
  }
}

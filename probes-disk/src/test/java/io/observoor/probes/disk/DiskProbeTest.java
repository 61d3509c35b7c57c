package io.observoor.probes.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.observoor.api.probe.Attachment;
import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.MetricDeclaration;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.testing.probe.BpfPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the declaration with the BPF sources. */
final class DiskProbeTest {
  private static final Path HEADER = Path.of("src/main/bpf/disk.h");
  private static final Pattern ENUMERATOR = Pattern.compile("\\b([A-Z][A-Z_]*) = (\\d+),");

  private final ProbeDeclaration declaration = new DiskProbe().declaration();

  @Test
  void eventNumbersMatchTheBpfEnum() throws IOException {
    Map<String, Long> numbers = enumeration("disk_event");
    assertEquals(declaration.events().size(), numbers.size());
    numbers.forEach(
        (name, number) ->
            assertEquals(
                number.intValue(), declaration.eventIndex(name.toLowerCase(Locale.ROOT)), name));
  }

  @Test
  void directionCodesMatchTheBpfEnum() throws IOException {
    Map<Long, String> names =
        enumeration("disk_direction").entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getValue,
                    entry ->
                        entry.getKey().substring("DIRECTION_".length()).toLowerCase(Locale.ROOT)));
    assertEquals(names, DiskProbe.DIRECTIONS);
  }

  @Test
  void eachEventHasAGroupOfTheSameName() {
    assertEquals(
        List.of("disk_io", "block_merge"),
        declaration.events().stream().map(EventDeclaration::group).toList());
    assertEquals(
        List.of("disk_latency", "disk_bytes", "disk_queue_depth", "block_merge"),
        declaration.metrics().stream().map(MetricDeclaration::name).toList());
  }

  @Test
  void eachEventHasOneAttachmentWithoutAGroup() {
    List<List<String>> serving =
        declaration.attachments().stream()
            .filter(attachment -> attachment.group().isEmpty())
            .map(Attachment::events)
            .toList();
    assertEquals(List.of(List.of("disk_io"), List.of("block_merge")), serving);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x86_64", "aarch64"})
  void objectContainsEveryDeclaredProgram(String architecture) throws IOException {
    assertEquals(List.of(), BpfPrograms.missing(declaration, architecture));
  }

  private static Map<String, Long> enumeration(String tag) throws IOException {
    String text = Files.readString(HEADER);
    int start = text.indexOf("enum " + tag + " {");
    return ENUMERATOR
        .matcher(text.substring(start, text.indexOf("};", start)))
        .results()
        .collect(Collectors.toMap(match -> match.group(1), match -> Long.valueOf(match.group(2))));
  }
}

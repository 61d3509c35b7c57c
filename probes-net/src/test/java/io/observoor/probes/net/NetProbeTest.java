package io.observoor.probes.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.probe.Attachment;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.testing.probe.BpfPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the declaration with the BPF sources. */
final class NetProbeTest {
  private static final Pattern ENUMERATOR = Pattern.compile("(?m)^\\t([A-Z_]+) = (\\d+),");

  private final ProbeDeclaration declaration = new NetProbe().declaration();

  @Test
  void eventNumbersMatchTheBpfEnum() throws IOException {
    Map<String, Integer> kernel = new TreeMap<>();
    ENUMERATOR
        .matcher(Files.readString(Path.of("src/main/bpf/net.h")))
        .results()
        .forEach(
            match ->
                kernel.put(
                    match.group(1).toLowerCase(Locale.ROOT), Integer.valueOf(match.group(2))));
    Map<String, Integer> declared = new TreeMap<>();
    declaration
        .events()
        .forEach(event -> declared.put(event.name(), declaration.eventIndex(event.name())));
    assertEquals(kernel, declared);
  }

  @Test
  void portsHaveTheFieldPositionsThatLabelsRead() {
    for (String event : List.of("net_tx_tcp", "net_tx_udp", "net_rx_tcp", "net_rx_udp")) {
      List<String> fields =
          declaration.events().get(declaration.eventIndex(event)).fields().stream()
              .map(field -> field.name())
              .limit(3)
              .toList();
      assertEquals(List.of("bytes", "local_port", "remote_port"), fields, event);
    }
  }

  @Test
  void eachEventHasAnAttachmentWithoutAGroup() {
    Set<String> served =
        declaration.attachments().stream()
            .filter(attachment -> attachment.group().isEmpty())
            .flatMap(attachment -> attachment.events().stream())
            .collect(Collectors.toSet());
    declaration.events().forEach(event -> assertTrue(served.contains(event.name()), event.name()));
  }

  @Test
  void noAttachmentServesTwoTransferEvents() {
    for (Attachment attachment : declaration.attachments()) {
      List<String> transfers =
          attachment.events().stream().filter(event -> event.startsWith("net_")).toList();
      assertTrue(
          transfers.size() <= 1,
          () -> "disabling one event would not unload its programs: " + attachment);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x86_64", "aarch64"})
  void objectContainsEveryDeclaredProgram(String architecture) throws IOException {
    assertEquals(List.of(), BpfPrograms.missing(declaration, architecture));
  }
}

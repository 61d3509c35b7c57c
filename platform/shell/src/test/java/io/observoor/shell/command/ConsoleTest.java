package io.observoor.shell.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private static String json(Object value) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, UTF_8);
    new Console(out, out, false, false, question -> Optional.empty()).printJson(value);
    return printed.toString(UTF_8).stripTrailing();
  }

  @Test
  void valuesBecomeJson() {
    assertEquals("null", json(null));
    assertEquals("-5", json(-5L));
    assertEquals("0.5", json(0.5));
    assertEquals("null", json(Double.NaN));
    assertEquals("true", json(true));
    assertEquals("{}", json(Map.of()));
    assertEquals("[]", json(List.of()));
  }

  @Test
  void textsAreEscaped() {
    assertEquals("\"a\\\"b\\\\c\\n\\r\\t\\u0000\\u001b<\"", json("a\"b\\c\n\r\t\0\u001b<"));
    assertEquals("\"é 🙂\"", json("é 🙂"));
  }

  @Test
  void fieldsKeepTheirOrder() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("z", 1);
    object.put("n", Double.POSITIVE_INFINITY);
    object.put("a", Arrays.asList("x", List.of(), null));
    assertEquals(
        "{\n  \"z\": 1,\n  \"n\": null,\n  \"a\": [\n    \"x\",\n    [],\n    null\n  ]\n}",
        json(object));
  }
}

package io.observoor.shell.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void valuesAsJsonSaysThem() {
    assertEquals("null", Json.of(null));
    assertEquals("-5", Json.of(-5L));
    assertEquals("0.5", Json.of(0.5));
    assertEquals("null", Json.of(Double.NaN));
    assertEquals("true", Json.of(true));
    assertEquals("{}", Json.of(Map.of()));
    assertEquals("[]", Json.of(List.of()));
  }

  @Test
  void textsAreEscaped() {
    assertEquals(
        "\"a\\\"b\\\\c\\n\\r\\t\\u0000\\u001b\\u007f\"", Json.of("a\"b\\c\n\r\t\0\u001b\u007f"));
    assertEquals("\"é 🙂\"", Json.of("é 🙂"));
    assertEquals("\"\\ud83d\"", Json.of("\ud83d"));
    assertEquals("\"\\ude42x\"", Json.of("\ude42x"));
  }

  @Test
  void fieldsKeepTheirOrder() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("z", 1);
    object.put("a", new ArrayList<>(List.of("x", List.of())));
    assertEquals("{\n  \"z\": 1,\n  \"a\": [\n    \"x\",\n    []\n  ]\n}", Json.of(object));
  }
}

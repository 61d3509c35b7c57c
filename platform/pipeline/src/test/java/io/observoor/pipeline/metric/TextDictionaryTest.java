package io.observoor.pipeline.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextDictionaryTest {
  private static final int[] FIELDS = {1, 2};

  private final TextDictionary dictionary = new TextDictionary("test", 2);

  /** The code of a text in fields 1 and 2. */
  private long code(String text) {
    byte[] bytes = new byte[24];
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(encoded, 0, bytes, 8, encoded.length);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long[] words = {buffer.getLong(0), buffer.getLong(8), buffer.getLong(16)};
    return dictionary.code(words, 0, FIELDS);
  }

  private String read(String text) {
    return dictionary.text(code(text));
  }

  @Test
  void textsEndAtAZeroByteOrTheLastField() {
    assertEquals("", read(""));
    assertEquals("a", read("a"));
    assertEquals("a", read("a\0rubbish"));
    assertEquals("12345678", read("12345678"));
    assertEquals("12345678", read("12345678\0x"));
    assertEquals("1234567890123456", read("1234567890123456"));
    assertEquals("größe €", read("größe €"));
    assertEquals(code("a"), code("a\0other rubbish"));
    assertEquals("\u0001\u0080x", read("\u0001\u0080x"));
  }

  @Test
  void inputsOfDifferentWidthsShareCodes() {
    long[] words = {0x61L};
    long code = dictionary.code(words, 0, new int[] {0});
    assertEquals("a", dictionary.text(code));
    assertEquals(code, code("a"));
  }

  @Test
  void textsBeyondTheLimitShareACode() {
    for (int i = 0; i < TextDictionary.MAX_TEXTS; i++) {
      assertEquals(i + 1, code("text " + i));
    }
    assertEquals(TextDictionary.OTHER_CODE, code("one more"));
    assertEquals(TextDictionary.OTHER_CODE, code("yet another"));
    assertEquals("other", read("one more"));
    assertEquals("text 7", read("text 7"), "known texts keep their codes");
    assertEquals(3, dictionary.overflows());
  }

  @Test
  void readsZeroAsEmptyAndUnknownCodesAsOther() {
    assertEquals("", dictionary.text(0));
    assertEquals("other", dictionary.text(-1));
    assertEquals("other", dictionary.text(99));
  }
}

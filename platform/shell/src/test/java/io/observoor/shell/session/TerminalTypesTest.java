package io.observoor.shell.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.jline.utils.InfoCmp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTypesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "xterm",
        "xterm-kitty",
        "tmux-256color",
        "linux",
        "vt220",
        "rxvt-256color",
        "dumb"
      })
  void jlineContainsEveryResult(String type) {
    assertNotNull(InfoCmp.getLoadedInfoCmp(TerminalTypes.known(type)), type);
  }

  @Test
  void knownTypesAreUnchanged() {
    assertEquals("dumb", TerminalTypes.known("dumb"));
    assertEquals("screen", TerminalTypes.known("screen"));
    assertEquals("screen-256color", TerminalTypes.known("tmux"));
  }
}

package io.observoor.shell.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.jline.utils.InfoCmp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilitiesTest {
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
  void jlineKnowsEveryNameThatIsGiven(String type) {
    assertNotNull(InfoCmp.getLoadedInfoCmp(Capabilities.of(type)), type);
  }

  @Test
  void aTerminalThatIsKnownKeepsItsName() {
    assertEquals("dumb", Capabilities.of("dumb"));
    assertEquals("screen", Capabilities.of("screen"));
    assertEquals("screen-256color", Capabilities.of("tmux"));
  }
}

package io.observoor.shell.session;

import java.util.Locale;
import java.util.Set;
import org.jline.utils.InfoCmp;

/**
 * Maps a terminal's type to one whose capabilities JLine contains. For any other type JLine would
 * run the program infocmp, which the agent must not do.
 */
final class TerminalTypes {
  private static final Set<String> KNOWN =
      Set.of(
          "ansi",
          "dumb",
          "rxvt",
          "rxvt-basic",
          "rxvt-unicode",
          "rxvt-unicode-256color",
          "screen",
          "screen-256color",
          "xterm",
          "xterm-256color");

  private TerminalTypes() {}

  /** Returns the nearest type that JLine contains, after loading its capabilities. */
  static String known(String type) {
    String name = nearest(type.toLowerCase(Locale.ROOT));
    if (InfoCmp.getLoadedInfoCmp(name) == null) {
      InfoCmp.setLoadedInfoCmp(name, InfoCmp.getDefaultInfoCmp(name));
    }
    return name;
  }

  private static String nearest(String name) {
    if (KNOWN.contains(name)) {
      return name;
    }
    if (name.startsWith("screen") || name.startsWith("tmux")) {
      return "screen-256color";
    }
    if (name.startsWith("rxvt")) {
      return "rxvt";
    }
    return name.equals("linux") || name.startsWith("vt") ? "ansi" : "xterm-256color";
  }
}

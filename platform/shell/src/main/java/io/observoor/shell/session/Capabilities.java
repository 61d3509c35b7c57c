package io.observoor.shell.session;

import java.util.Locale;
import org.jline.utils.InfoCmp;

/**
 * The name of a terminal of which JLine knows what it can do. For others it would start the program
 * infocmp, which an agent has no business to do.
 */
final class Capabilities {

  private Capabilities() {}

  static String of(String type) {
    String name = type.toLowerCase(Locale.ROOT);
    if (InfoCmp.getLoadedInfoCmp(name) != null) {
      return name;
    }
    if (name.startsWith("screen") || name.startsWith("tmux")) {
      return "screen-256color";
    }
    if (name.startsWith("rxvt")) {
      return "rxvt";
    }
    return name.equals("linux") || name.startsWith("vt") || name.startsWith("ansi")
        ? "ansi"
        : "xterm-256color";
  }
}

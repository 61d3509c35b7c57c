package io.observoor.shell.session;

import java.util.Locale;
import java.util.Set;
import org.jline.utils.InfoCmp;

/**
 * The name of a terminal of which JLine brings along what it can do. For another one it would start
 * the program infocmp, which an agent has no business to do.
 */
final class Capabilities {
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

  private Capabilities() {}

  /** The name to give to JLine for this one, and JLine made to know it. */
  static String of(String type) {
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

package io.observoor.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The BPF programs of a process, from the kernel's list of its descriptors. */
final class Programs {
  private static final Pattern ID = Pattern.compile("(?m)^prog_id:\\s+(\\d+)$");
  private static final Pattern LINK = Pattern.compile("(?m)^link_type:");
  private static final Pattern NAME = Pattern.compile("\"name\":\\s*\"(\\w+)\"");

  /**
   * A program.
   *
   * @param id its id in the kernel
   * @param name the first 15 characters of the C function's name
   */
  record Program(String id, String name) {}

  private Programs() {}

  /** Returns the loaded programs. */
  static List<Program> of(long pid) throws IOException {
    List<Program> programs = new ArrayList<>();
    for (String id : ids(pid, false)) {
      Matcher name = NAME.matcher(Commands.run("bpftool", "--json", "prog", "show", "id", id));
      programs.add(new Program(id, name.find() ? name.group(1) : ""));
    }
    return programs;
  }

  /** Counts the programs that a link attaches. */
  static int attached(long pid) throws IOException {
    return ids(pid, true).size();
  }

  private static Set<String> ids(long pid, boolean linksOnly) throws IOException {
    Set<String> ids = new TreeSet<>();
    try (var descriptors = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fdinfo"))) {
      for (Path descriptor : descriptors) {
        try {
          String text = Files.readString(descriptor);
          Matcher id = ID.matcher(text);
          if (id.find() && (!linksOnly || LINK.matcher(text).find())) {
            ids.add(id.group(1));
          }
        } catch (NoSuchFileException closed) {
          // closed since it was listed
        }
      }
    }
    return ids;
  }
}

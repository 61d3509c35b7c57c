package io.observoor.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disabling an event group disables its events and no others: each group is disabled in one of two
 * runs and enabled in the other.
 */
final class GroupsIT {
  /** A half that the rules between groups allow without the other. */
  private static final List<String> ONE_HALF =
      List.of(
          "syscall_read",
          "syscall_futex",
          "syscall_epoll_wait",
          "syscall_fdatasync",
          "fd_open",
          "disk_io",
          "block_merge",
          "udp_send",
          "page_fault",
          "mem_compaction",
          "swap_out",
          "process_exit",
          "scheduler_wakeup");

  private static final List<String> OTHER_HALF =
      List.of(
          "syscall_write",
          "syscall_mmap",
          "syscall_fsync",
          "syscall_pwrite",
          "fd_close",
          "tcp_send",
          "tcp_recv",
          "udp_recv",
          "tcp_retransmit",
          "tcp_state",
          "scheduler",
          "mem_reclaim",
          "swap_in",
          "oom_kill");

  /** A line of the table that {@code check} prints. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^([a-z]\\w+) +(\\w+) +([a-z]\\w*) +(\\S.*)$");

  private static final Pattern NOTE = Pattern.compile(" \\[\\d+]$");

  @TempDir Path directory;

  /** An event as {@code check} prints it. */
  private record Event(String name, String group, String hook) {
    boolean isOff() {
      return hook.startsWith("off: ");
    }
  }

  @BeforeAll
  static void requirements() {
    Requirements.root();
  }

  @Test
  void disablingAGroupDisablesItsEventsOnly() throws Exception {
    Map<String, Event> all = check(List.of());
    Set<String> groups = new TreeSet<>(ONE_HALF);
    groups.addAll(OTHER_HALF);
    assertEquals(27, groups.size());
    Set<String> switching =
        all.values().stream().map(Event::group).collect(Collectors.toCollection(TreeSet::new));
    switching.add("scheduler_wakeup"); // has no event
    assertEquals(groups, switching);
    for (List<String> half : List.of(ONE_HALF, OTHER_HALF)) {
      Map<String, Event> left = check(half);
      assertEquals(all.keySet(), left.keySet());
      for (Event event : left.values()) {
        if (half.contains(event.group())) {
          assertTrue(event.isOff(), event::toString);
        } else {
          assertEquals(all.get(event.name()), event);
        }
      }
    }
  }

  @Test
  void loadsNoProbeProgramsWhenAllGroupsAreDisabled() throws Exception {
    List<String> groups = Stream.of(ONE_HALF, OTHER_HALF).flatMap(Collection::stream).toList();
    assertFalse(check(groups).values().stream().anyMatch(event -> !event.isOff()));
    try (RunningAgent agent =
        RunningAgent.start(
            "run",
            "--data",
            directory.resolve("data").toString(),
            "--pid",
            "" + ProcessHandle.current().pid(),
            "--config",
            configuration(groups))) {
      agent.await("the process tracked", line -> line.contains("processes: tracking"));
      Set<String> names =
          Programs.of(agent.pid()).stream().map(Programs.Program::name).collect(Collectors.toSet());
      // the platform's programs that follow processes
      assertTrue(
          names.stream()
              .allMatch(
                  name ->
                      name.matches(
                          "(process_fork|process_exec|task_rename|process_exit|process_free)_.*")),
          names::toString);
      assertEquals(0, agent.stop(), agent::tail);
    }
  }

  private Map<String, Event> check(List<String> disabled) throws Exception {
    Commands.Result result =
        Commands.apart(
            List.of(
                RunningAgent.HOME.resolve("bin/observoor").toString(),
                "check",
                "--config",
                configuration(disabled)));
    Map<String, Event> events = new LinkedHashMap<>();
    Matcher row = ROW.matcher(result.output().substring(result.output().indexOf("EVENT")));
    while (row.find()) {
      events.put(
          row.group(1),
          new Event(row.group(1), row.group(2), NOTE.matcher(row.group(4)).replaceFirst("")));
    }
    assertFalse(events.isEmpty(), result::toString);
    return events;
  }

  private String configuration(List<String> disabled) throws Exception {
    String groups =
        disabled.stream()
            .map(group -> "  " + group + ": {enabled: false}\n")
            .collect(Collectors.joining());
    return Files.writeString(
            Files.createTempFile(directory, "observoor", ".yaml"),
            "meta_client_name: groups\nmeta_network_name: mainnet\nhealth: {addr: ''}\nprobes:\n"
                + groups)
        .toString();
  }
}

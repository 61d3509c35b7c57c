package io.observoor.shell.session;

import io.observoor.shell.command.CommandRegistry;
import io.observoor.shell.command.ShellCommand;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Completes commands, their options and arguments, and bundles for the framework's commands. */
final class ShellCompleter implements Completer {
  private static final String OURS = CommandRegistry.SCOPE + ":";
  private static final String FRAMEWORK = "felix:";

  private static final Set<String> BUNDLE_COMMANDS =
      Set.of("stop", "update", "uninstall", "refresh", "resolve", "headers", "bundlelevel");

  /** Takes ids and locations only, where the others take names too. */
  private static final String BUNDLE_ID_COMMAND = "start";

  private final BundleContext context;
  private final CommandRegistry commands;
  private final Supplier<Collection<String>> all;

  ShellCompleter(BundleContext context, Supplier<Collection<String>> all) {
    this.context = context;
    this.commands = new CommandRegistry(context);
    this.all = all;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    List<String> words = line.words();
    if (line.wordIndex() == 0) {
      commandNames(candidates);
      return;
    }
    String command = words.getFirst();
    List<String> before = words.subList(1, line.wordIndex());
    String name = command.startsWith(OURS) ? command.substring(OURS.length()) : command;
    Optional<ShellCommand> ours = commands.find(name);
    if (ours.isPresent()) {
      ours.get().completions(before).forEach(value -> candidates.add(new Candidate(value)));
    } else if (command.replaceFirst("^" + FRAMEWORK, "").equals(BUNDLE_ID_COMMAND)) {
      Arrays.stream(context.getBundles()).forEach(bundle -> candidates.add(candidate(bundle)));
    } else if (BUNDLE_COMMANDS.contains(command.replaceFirst("^" + FRAMEWORK, ""))) {
      Arrays.stream(context.getBundles())
          .forEach(bundle -> candidates.add(new Candidate(bundle.getSymbolicName())));
    }
  }

  /** Adds our commands by name, and the framework's by name, if that is free, and with scope. */
  private void commandNames(List<Candidate> candidates) {
    Set<String> ours = new HashSet<>();
    for (String name : commands.names()) {
      ours.add(name);
      String summary = commands.summary(name).replaceFirst("\\.$", "");
      candidates.add(new Candidate(name, name, "observoor", summary, null, null, true));
    }
    for (String qualified : all.get()) {
      String bare = qualified.substring(qualified.indexOf(':') + 1);
      if (qualified.startsWith(FRAMEWORK)) {
        candidates.add(frameworkCommand(qualified));
        if (!ours.contains(bare)) {
          candidates.add(frameworkCommand(bare));
        }
      }
    }
    candidates.add(frameworkCommand("exit"));
  }

  private static Candidate frameworkCommand(String name) {
    return new Candidate(name, name, "framework", null, null, null, true);
  }

  private static Candidate candidate(Bundle bundle) {
    String id = Long.toString(bundle.getBundleId());
    return new Candidate(id, id, null, bundle.getSymbolicName(), null, null, true);
  }
}

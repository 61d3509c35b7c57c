package io.observoor.shell.session;

import io.observoor.shell.command.Commands;
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

/**
 * Completes names of commands, and what ours and those of the framework that are about a bundle
 * take.
 */
final class ShellCompleter implements Completer {
  private static final String OURS = Commands.SCOPE + ":";
  private static final String FRAMEWORK = "felix:";

  private static final Set<String> OF_BUNDLES =
      Set.of("stop", "update", "uninstall", "refresh", "resolve", "headers", "bundlelevel");

  /** It takes ids and locations, where the others take names too. */
  private static final String OF_IDS = "start";

  private final BundleContext context;
  private final Commands commands;
  private final Supplier<Collection<String>> all;

  ShellCompleter(BundleContext context, Supplier<Collection<String>> all) {
    this.context = context;
    this.commands = new Commands(context);
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
    } else if (command.replaceFirst("^" + FRAMEWORK, "").equals(OF_IDS)) {
      Arrays.stream(context.getBundles()).forEach(bundle -> candidates.add(candidate(bundle)));
    } else if (OF_BUNDLES.contains(command.replaceFirst("^" + FRAMEWORK, ""))) {
      Arrays.stream(context.getBundles())
          .forEach(bundle -> candidates.add(new Candidate(bundle.getSymbolicName())));
    }
  }

  /** Ours by their bare names, others by theirs or with their scopes, as they can be called. */
  private void commandNames(List<Candidate> candidates) {
    Set<String> ours = new HashSet<>();
    for (String name : commands.names()) {
      ours.add(name);
      String what = commands.description(name);
      int end = what.indexOf(". ");
      candidates.add(
          new Candidate(
              name, name, "observoor", end < 0 ? what : what.substring(0, end), null, null, true));
    }
    for (String qualified : all.get()) {
      String bare = qualified.substring(qualified.indexOf(':') + 1);
      if (qualified.startsWith(FRAMEWORK)) {
        candidates.add(other(qualified));
        if (!ours.contains(bare)) {
          candidates.add(other(bare));
        }
      }
    }
    candidates.add(other("exit"));
  }

  private static Candidate other(String name) {
    return new Candidate(name, name, "framework", null, null, null, true);
  }

  private static Candidate candidate(Bundle bundle) {
    String id = Long.toString(bundle.getBundleId());
    return new Candidate(id, id, null, bundle.getSymbolicName(), null, null, true);
  }
}

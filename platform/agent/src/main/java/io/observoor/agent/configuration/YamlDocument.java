package io.observoor.agent.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Parses a file into YAML nodes with positions; any other content results in one error. */
final class YamlDocument {
  /** A larger file is not a configuration. */
  private static final int LARGEST_FILE = 1 << 20;

  /** The keys need 6; the composer recurses, so deep nesting would exhaust its stack. */
  private static final int DEEPEST = 32;

  private final String source;

  private YamlDocument(String source) {
    this.source = source;
  }

  /**
   * Reads a file.
   *
   * @return the root node; empty if the file has only white space and comments
   * @throws InvalidConfigurationException if the file cannot be read or is not YAML
   */
  static Optional<Node> read(Path file) throws InvalidConfigurationException {
    YamlDocument document = new YamlDocument(file.toString());
    return document.compose(document.text(file));
  }

  /** Parses a text; messages call it {@code source}. */
  static Optional<Node> parse(String source, String text) throws InvalidConfigurationException {
    return new YamlDocument(source).compose(text);
  }

  private String text(Path file) throws InvalidConfigurationException {
    if (Files.isDirectory(file)) {
      throw refuse("this is a directory: name a file");
    }
    byte[] bytes;
    try (InputStream input = Files.newInputStream(file)) {
      bytes = input.readNBytes(LARGEST_FILE + 1);
    } catch (NoSuchFileException cause) {
      throw refuse("no such file: check the path given with --config");
    } catch (AccessDeniedException cause) {
      throw refuse("permission denied: run as a user who can read it, or change its mode");
    } catch (IOException cause) {
      throw refuse("cannot read the file: " + cause.getMessage());
    }
    if (bytes.length > LARGEST_FILE) {
      throw refuse("larger than 1 MiB, so not a configuration: name another file");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException cause) {
      throw refuse("not UTF-8 text: name a YAML file");
    }
  }

  private Optional<Node> compose(String text) throws InvalidConfigurationException {
    LoadSettings settings =
        LoadSettings.builder().setLabel(source).setAllowNonScalarKeys(true).build();
    try {
      checkDepth(new Parse(settings).parseString(text));
      return new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException cause) {
      throw syntax(cause);
    } catch (YamlEngineException cause) {
      throw refuse("this is not YAML: " + firstLine(cause.getMessage()));
    }
  }

  private void checkDepth(Iterable<Event> events) throws InvalidConfigurationException {
    int depth = 0;
    for (Event event : events) {
      if (event instanceof CollectionStartEvent) {
        depth++;
        if (depth > DEEPEST) {
          Position position = position(event.getStartMark());
          throw refuse(
              position,
              "sections are nested more than "
                  + DEEPEST
                  + " levels deep"
                  + position.phrase()
                  + ": no configuration key is that deep");
        }
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
  }

  /** Quotes only the parser's reason: its snippet of the file could show a password. */
  private InvalidConfigurationException syntax(MarkedYamlEngineException cause) {
    Position position = position(cause.getProblemMark());
    String problem = Optional.ofNullable(cause.getProblem()).orElse("unreadable");
    String fix =
        problem.contains("TAB") || problem.contains("\\t")
            ? "indent with spaces, not with tabs"
            : "check the indentation, quotes and colons there";
    // our advice replaces the parser's, which is in brackets
    String reason = firstLine(problem).replaceFirst("\\s*\\(Do not use .*", "");
    return refuse(
        position, "this is not YAML" + position.phrase() + ": " + reason + " (" + fix + ")");
  }

  private InvalidConfigurationException refuse(String message) {
    return refuse(Position.NONE, message);
  }

  private InvalidConfigurationException refuse(Position position, String message) {
    return new InvalidConfigurationException(
        source, List.of(new ConfigurationError(position, message)));
  }

  private static String firstLine(String message) {
    return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
  }

  /** Converts the parser's position, which counts from 0. */
  static Position position(Optional<Mark> mark) {
    return mark.map(at -> new Position(at.getLine() + 1, at.getColumn() + 1)).orElse(Position.NONE);
  }
}

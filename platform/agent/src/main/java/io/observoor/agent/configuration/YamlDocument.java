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

/**
 * Turns a file into YAML nodes that know their place. Whatever the file holds, the outcome is nodes
 * or one problem.
 */
final class YamlDocument {
  /** Far more than a configuration needs; what is larger is another kind of file. */
  private static final int LARGEST_FILE = 1 << 20;

  /** The keys need 6; the composer recurses, so that deeper nesting would exhaust its stack. */
  private static final int DEEPEST = 32;

  private final String source;

  private YamlDocument(String source) {
    this.source = source;
  }

  /**
   * Reads a file.
   *
   * @return its root node, or nothing if there is only white space and comments in it
   * @throws InvalidConfigurationException if it cannot be read or is not YAML
   */
  static Optional<Node> read(Path file) throws InvalidConfigurationException {
    YamlDocument document = new YamlDocument(file.toString());
    return document.compose(document.text(file));
  }

  /** The same for a text; {@code source} is how messages call it. */
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
      throw refuse("there is no such file: check the path given with --config");
    } catch (AccessDeniedException cause) {
      throw refuse("permission to read it is missing: run as a user who may, or chmod the file");
    } catch (IOException cause) {
      throw refuse("cannot read it: " + cause.getMessage());
    }
    if (bytes.length > LARGEST_FILE) {
      throw refuse("it is larger than 1 MiB, so this is no configuration: name another file");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException cause) {
      throw refuse("it is not a text in UTF-8: name a YAML file");
    }
  }

  private Optional<Node> compose(String text) throws InvalidConfigurationException {
    LoadSettings settings =
        LoadSettings.builder().setLabel(source).setAllowNonScalarKeys(true).build();
    try {
      boundDepth(new Parse(settings).parseString(text));
      return new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException cause) {
      throw syntax(cause);
    } catch (YamlEngineException cause) {
      throw refuse("this is not YAML: " + firstLine(cause.getMessage()));
    }
  }

  private void boundDepth(Iterable<Event> events) throws InvalidConfigurationException {
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
                  + " deep"
                  + position.phrase()
                  + ": no key of the configuration stands that deep");
        }
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
  }

  /** Only the parser's own words: its snippet of the file could show a password. */
  private InvalidConfigurationException syntax(MarkedYamlEngineException cause) {
    Position position = position(cause.getProblemMark());
    String problem = Optional.ofNullable(cause.getProblem()).orElse("it cannot be read");
    String fix =
        problem.contains("TAB") || problem.contains("\\t")
            ? "indent with spaces, not with tabs"
            : "check the indentation, quotes and colons there";
    // The parser's own advice, in brackets, gives way to ours.
    String reason = firstLine(problem).replaceFirst("\\s*\\(Do not use .*", "");
    return refuse(
        position, "this is not YAML" + position.phrase() + ": " + reason + " (" + fix + ")");
  }

  private InvalidConfigurationException refuse(String message) {
    return refuse(Position.NOWHERE, message);
  }

  private InvalidConfigurationException refuse(Position position, String message) {
    return new InvalidConfigurationException(source, List.of(new Problem(position, message)));
  }

  private static String firstLine(String message) {
    return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
  }

  /** The parser counts from 0, people count from 1. */
  static Position position(Optional<Mark> mark) {
    return mark.map(at -> new Position(at.getLine() + 1, at.getColumn() + 1))
        .orElse(Position.NOWHERE);
  }
}

package io.observoor.shell.command;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Finds the commands that this and other bundles register with the scope of observoor. */
public final class CommandRegistry {
  /** The scope of these commands. */
  public static final String SCOPE = "observoor";

  /** The commands of this bundle, which are registered while the services they use are. */
  public static final Set<String> OWN =
      Set.of(
          "help",
          "status",
          "sinks",
          "sink-list",
          "sink-start",
          "sink-stop",
          "sink-swap",
          "sink-remove");

  private static final String FILTER = "(" + CommandProcessor.COMMAND_SCOPE + "=" + SCOPE + ")";

  private final BundleContext context;

  /** Creates a registry of the commands in this framework. */
  public CommandRegistry(BundleContext context) {
    this.context = context;
  }

  /** Returns the names in alphabetical order, without the scope. */
  public Collection<String> names() {
    return references().keySet();
  }

  /** Returns the command of this name, if its service is a {@link ShellCommand}. */
  public Optional<ShellCommand> find(String name) {
    return service(name).filter(ShellCommand.class::isInstance).map(ShellCommand.class::cast);
  }

  /** Returns the first sentence of a command's description; empty where it has none. */
  public String summary(String name) {
    return find(name)
        .map(ShellCommand::summary)
        .orElseGet(() -> description(name).replaceFirst("\\. .*", "."));
  }

  /**
   * Returns the description of a plain Gogo command: the {@link Descriptor} of its method (named as
   * the command without hyphens, or {@code execute}), else of its class; empty where it has none.
   */
  String description(String name) {
    return service(name).map(command -> description(command.getClass(), name)).orElse("");
  }

  private static String description(Class<?> type, String name) {
    String method = name.replace("-", "").toLowerCase(Locale.ROOT);
    return Arrays.stream(type.getMethods())
        .filter(
            it ->
                it.getName().toLowerCase(Locale.ROOT).equals(method)
                    || it.getName().equals("execute"))
        .map(it -> it.getAnnotation(Descriptor.class))
        .filter(Objects::nonNull)
        .findFirst()
        .or(() -> Optional.ofNullable(type.getAnnotation(Descriptor.class)))
        .map(Descriptor::value)
        .orElse("");
  }

  private Optional<Object> service(String name) {
    return Optional.ofNullable(references().get(name)).map(context::getService);
  }

  private Map<String, ServiceReference<?>> references() {
    Map<String, ServiceReference<?>> references = new TreeMap<>();
    try {
      ServiceReference<?>[] found = context.getAllServiceReferences(null, FILTER);
      for (ServiceReference<?> reference : found == null ? new ServiceReference<?>[0] : found) {
        functions(reference.getProperty(CommandProcessor.COMMAND_FUNCTION))
            .forEach(name -> references.putIfAbsent(name, reference));
      }
    } catch (InvalidSyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
    return references;
  }

  private static List<String> functions(Object property) {
    return switch (property) {
      case null -> List.of();
      case Object[] names -> Arrays.stream(names).map(String::valueOf).toList();
      default -> List.of(property.toString());
    };
  }
}

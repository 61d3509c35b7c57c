package io.observoor.shell.command;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The commands that bundles offer under the scope of observoor, ours and others'. */
public final class Commands {
  /** The scope of our commands. */
  public static final String SCOPE = "observoor";

  /** Those of this bundle, which are there as long as what they ask is. */
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

  /** The commands in this framework. */
  public Commands(BundleContext context) {
    this.context = context;
  }

  /** Their names, in order. */
  public Collection<String> names() {
    return references().keySet();
  }

  /** The command of this name, if it is made as ours are. */
  public Optional<ShellCommand> find(String name) {
    return service(name).filter(ShellCommand.class::isInstance).map(ShellCommand.class::cast);
  }

  /** What a command does, in words; empty where its bundle does not say. */
  public String description(String name) {
    Optional<Object> service = service(name);
    if (service.orElse(null) instanceof ShellCommand command) {
      return command.signature().description();
    }
    return service.map(it -> description(it.getClass(), name)).orElse("");
  }

  /** That of a method of this name without hyphens, else that of the class. */
  private static String description(Class<?> type, String name) {
    String method = name.replace("-", "").toLowerCase(Locale.ROOT);
    return Arrays.stream(type.getMethods())
        .filter(
            it ->
                it.getName().toLowerCase(Locale.ROOT).equals(method)
                    || it.getName().equals("execute"))
        .map(Commands::descriptor)
        .flatMap(Optional::stream)
        .findFirst()
        .or(() -> Optional.ofNullable(type.getAnnotation(Descriptor.class)))
        .map(Descriptor::value)
        .orElse("");
  }

  private static Optional<Descriptor> descriptor(Method method) {
    return Optional.ofNullable(method.getAnnotation(Descriptor.class));
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

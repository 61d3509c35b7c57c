package io.observoor.shell.session;

import java.util.Arrays;
import java.util.List;
import org.apache.felix.service.command.Converter;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Lets the framework's own commands take a bundle by its id or its symbolic name. */
@Component(
    service = Converter.class,
    property = Converter.CONVERTER_CLASSES + "=org.osgi.framework.Bundle")
public final class BundleConverter implements Converter {
  private final BundleContext context;

  /** Called by declarative services. */
  @Activate
  public BundleConverter(BundleContext context) {
    this.context = context;
  }

  @Override
  public Object convert(Class<?> type, Object text) {
    if (type != Bundle.class || !(text instanceof CharSequence)) {
      return null;
    }
    String name = text.toString();
    if (name.matches("\\d{1,18}")) {
      return context.getBundle(Long.parseLong(name));
    }
    List<Bundle> found =
        Arrays.stream(context.getBundles())
            .filter(bundle -> name.equals(bundle.getSymbolicName()))
            .toList();
    // the name of two versions is ambiguous
    return found.size() == 1 ? found.getFirst() : null;
  }

  @Override
  public CharSequence format(Object target, int level, Converter escape) {
    return null;
  }
}

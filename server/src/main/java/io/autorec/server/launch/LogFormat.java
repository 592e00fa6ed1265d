package io.autorec.server.launch;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** How lines of the log look. */
enum LogFormat {
  /** For people. */
  TEXT("logback.xml"),
  /** An object a line, for programs. */
  JSON("logback-json.xml");

  private final String file;

  LogFormat(String file) {
    this.file = file;
  }

  /** Reads a word. */
  static Optional<LogFormat> parse(String word) {
    return Stream.of(values())
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }

  /** Has the log look so from now on; as text it does by itself. */
  void apply() {
    if (this == TEXT || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    URL configuration = Objects.requireNonNull(LogFormat.class.getResource("/" + file), file);
    context.reset();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    try {
      configurator.doConfigure(configuration);
    } catch (JoranException e) {
      throw new IllegalStateException(file, e);
    }
  }
}

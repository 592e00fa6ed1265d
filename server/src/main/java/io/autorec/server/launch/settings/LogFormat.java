package io.autorec.server.launch.settings;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** The format of lines of the log. */
public enum LogFormat {
  /** Lines for people. */
  TEXT("logback.xml"),
  /** One JSON object a line, for programs. */
  JSON("logback-json.xml");

  private final String file;

  LogFormat(String file) {
    this.file = file;
  }

  /** Switches the log to this format; it starts in text. */
  public void apply() {
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

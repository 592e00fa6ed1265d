package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.autorec.server.fixture.TinyServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RemovedSettingsIT {
  @TempDir Path models;

  private List<String> warnings(Map<String, ?> settings) throws Exception {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger logger = (Logger) LoggerFactory.getLogger(RunningServer.class);
    logger.addAppender(lines);
    try (TinyServer server = new TinyServer(models, settings)) {
      assertTrue(server.port() > 0);
      return lines.list.stream()
          .filter(line -> line.getLevel() == Level.WARN)
          .map(ILoggingEvent::getFormattedMessage)
          .toList();
    } finally {
      logger.detachAppender(lines);
    }
  }

  @Test
  void removedSetting_isWarnedOf_whenItIsSet() throws Exception {
    assertEquals(
        List.of(
            "max-queue-delay-micros: ignored, this option is gone (expected: no"
                + " AUTOREC_MAX_QUEUE_DELAY_MICROS, and no line for it in application.yml)"),
        warnings(Map.of("max-queue-delay-micros", 500)));
    assertEquals(List.of(), warnings(Map.of()));
  }
}

package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.autorec.server.fixture.Authority;
import io.autorec.server.launch.settings.ServerSettings;
import io.autorec.server.launch.settings.StartException;
import io.micronaut.core.value.MapPropertyResolver;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class SecurityIT {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path folder;
  private final Warnings warnings = new Warnings();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Security.class);

  @BeforeEach
  void listen() {
    warnings.start();
    logger.addAppender(warnings);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(warnings);
  }

  private static final class Warnings extends AppenderBase<ILoggingEvent> {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel() == Level.WARN) {
        lines.add(event.getFormattedMessage());
      }
    }
  }

  private Security open() throws StartException {
    return Security.of(
        ServerSettings.of(
                new MapPropertyResolver(
                    Map.of(
                        "autorec.tls-cert", folder.resolve("server.pem").toString(),
                        "autorec.tls-key", folder.resolve("server.key").toString())))
            .security());
  }

  @Test
  void log_warnsOfACertificateThatIsNotValidNow_atTheStartAndWhenItIsReadAgain() throws Exception {
    Instant now = Instant.parse(Instant.now().toString().substring(0, 19) + "Z");
    Authority authority = new Authority(folder, "authority");
    authority.sign("server", "CN=late", now.minus(HOUR), now.minusSeconds(1));
    Security security = open();
    try (security) {
      assertEquals(
          "tls-cert: the certificate of CN=late expired at "
              + now.minusSeconds(1)
              + ": clients will refuse it",
          warnings.lines.poll());
      authority.sign("server", "CN=early", now.plus(HOUR), now.plus(HOUR).plus(HOUR));
      assertEquals(
          "tls-cert: the certificate of CN=early is not valid before "
              + now.plus(HOUR)
              + ": clients will refuse it",
          warnings.lines.poll(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void log_warnsOfNothing_whenTheCertificateIsValid() throws Exception {
    new Authority(folder, "authority").sign("server", "CN=server");
    Security security = open();
    try (security) {
      assertNull(warnings.lines.poll());
    }
  }
}

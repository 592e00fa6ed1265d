package io.autorec.trainer.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UserProgressTest {
  private final AtomicLong nanos = new AtomicLong(7);
  private final StringWriter said = new StringWriter();
  private final UserProgress progress = new UserProgress(new PrintWriter(said), nanos::get, false);

  @Test
  void onUser_saysHowFarItIs_everyFiveSeconds() {
    progress.onStart(4);
    nanos.addAndGet(4_999_999_999L);
    progress.onUser();
    assertEquals("", said.toString());
    nanos.addAndGet(1);
    progress.onUser();
    progress.onUser();
    assertEquals("2 of 4 users, 5.0 s (0 users/s)" + System.lineSeparator(), said.toString());
    nanos.addAndGet(3_000_000_000L);
    progress.onUser();
    assertEquals("4 of 4 users, 8.0 s (1 users/s)", progress.soFar());
  }
}

package io.autorec.server.answer.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SideWorkTest {
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  private String hold() {
    started.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return "held";
  }

  @Test
  void fits_areDone_whileComparisonsWait() throws Exception {
    try (SideWork work = new SideWork(1)) {
      CompletableFuture<String> held = work.compare(CallContext.unbounded(), this::hold);
      started.await();
      CompletableFuture<String> behind = work.compare(CallContext.unbounded(), () -> "compared");

      assertEquals(
          "fitted", work.fit(CallContext.unbounded(), () -> "fitted").get(10, TimeUnit.SECONDS));
      assertEquals(Map.of("fit", 0, "compare", 1), work.waiting());

      released.countDown();
      assertEquals("held", held.get(10, TimeUnit.SECONDS));
      assertEquals("compared", behind.get(10, TimeUnit.SECONDS));
      assertEquals(Map.of("fit", 0, "compare", 0), work.waiting());
    }
  }
}

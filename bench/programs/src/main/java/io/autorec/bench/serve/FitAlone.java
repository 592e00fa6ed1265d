package io.autorec.bench.serve;

import io.autorec.bench.load.RatedRow;
import io.autorec.bench.load.Tally;
import io.autorec.bench.load.Timed;
import io.autorec.foldin.FoldIn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Users fitted to their ratings, in this process, on a thread for each core. */
final class FitAlone {
  private final FoldIn foldIn;
  private final List<RatedRow> rows;

  FitAlone(FoldIn foldIn, List<RatedRow> rows) {
    this.foldIn = foldIn;
    this.rows = rows;
  }

  /** Fits one user after the other; each fit counts as a call of the tally. */
  Timed measure(Duration warmUp, Duration length) throws InterruptedException {
    Timed unused = run(warmUp);
    return run(length);
  }

  private Timed run(Duration length) throws InterruptedException {
    Tally tally = new Tally();
    long start = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      int first = i;
      threads.add(new Thread(() -> fit(tally, first, start + length.toNanos())));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    return new Timed(tally, (System.nanoTime() - start) / 1e9);
  }

  private void fit(Tally tally, int first, long endNanos) {
    long now = System.nanoTime();
    for (int i = first; now - endNanos < 0; i++) {
      RatedRow row = rows.get(i % rows.size());
      float[] unused = foldIn.fit(row.columns(), row.ratings());
      long end = System.nanoTime();
      tally.succeed(end - now);
      now = end;
    }
  }
}

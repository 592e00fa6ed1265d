package io.autorec.bench.serve;

import io.autorec.bench.load.RatedRow;
import io.autorec.bench.load.Tally;
import io.autorec.bench.load.Timed;
import io.autorec.foldin.FoldIn;
import io.autorec.ranking.RankedItems;
import io.autorec.ranking.RankingHead;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A step without a graph, for one row after the other, on a thread for each core. */
final class RowsAlone {
  private static final int TOP = 10;

  private final List<RatedRow> rows;
  private final Consumer<RatedRow> step;

  private RowsAlone(List<RatedRow> rows, Consumer<RatedRow> step) {
    this.rows = rows;
    this.step = step;
  }

  /** Fits users to their ratings. */
  static RowsAlone fit(FoldIn foldIn, List<RatedRow> rows) {
    return new RowsAlone(
        rows,
        row -> {
          float[] unused = foldIn.fit(row.columns(), row.ratings());
        });
  }

  /** Finds the best items by choice. */
  static RowsAlone rank(RankingHead head, List<RatedRow> rows) {
    return new RowsAlone(
        rows,
        row -> {
          float[] scores = head.scores(row.columns(), row.ratings());
          for (int rated : row.columns()) {
            scores[rated] = RankedItems.LEFT_OUT;
          }
          RankedItems unused = RankedItems.best(scores, TOP);
        });
  }

  /** Takes the step over and over; each counts as a call of the tally. */
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
      threads.add(new Thread(() -> take(tally, first, start + length.toNanos())));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    return new Timed(tally, (System.nanoTime() - start) / 1e9);
  }

  private void take(Tally tally, int first, long endNanos) {
    long now = System.nanoTime();
    for (int i = first; now - endNanos < 0; i++) {
      step.accept(rows.get(i % rows.size()));
      long end = System.nanoTime();
      tally.succeed(end - now);
      now = end;
    }
  }
}

package io.autorec.server.answer;

import io.autorec.server.answer.job.CallContext;
import io.autorec.server.answer.job.CallJob;
import io.autorec.server.batching.Batcher;
import io.autorec.server.inference.RowBatch;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.request.InputRow;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Runs a user-based model again without each of a user's ratings in turn. This takes a row for each
 * rating, in jobs that follow each other, so that other calls can run in between.
 */
final class LeaveOneOut {
  /** A job takes at most a batch divided by this number, so that other calls have room in it. */
  private static final int SHARE = 4;

  private final LoadedModel model;
  private final InputRow given;
  private final int[] items;
  private final CallContext call;
  // [ratings + 1, items]; the last row is with all ratings.
  private final float[][] scores;

  private LeaveOneOut(LoadedModel model, InputRow given, int[] items, CallContext call) {
    this.model = model;
    this.given = given;
    this.items = items;
    this.call = call;
    this.scores = new float[given.positions().length + 1][];
  }

  /**
   * Computes the effects of the ratings on the scores of some items.
   *
   * @return [items, ratings]; positive: the score is higher with the rating
   */
  static CompletableFuture<float[][]> effects(
      LoadedModel model, InputRow given, int[] items, CallContext call) {
    LeaveOneOut asked = new LeaveOneOut(model, given, items, call);
    return asked.from(0).thenApply(done -> asked.effects());
  }

  private CompletableFuture<Void> from(int first) {
    if (first == scores.length) {
      return CompletableFuture.completedFuture(null);
    }
    Batcher<RowBatch> queue = model.rows().orElseThrow();
    int end = Math.min(scores.length, first + Math.max(1, queue.maxBatchRows() / SHARE));
    List<InputRow> rows = IntStream.range(first, end).mapToObj(given::without).toList();
    CallJob.Decoder<Integer> decoder =
        (batch, firstRow) -> {
          for (int row = first; row < end; row++) {
            scores[row] = batch.scores(firstRow + row - first, items);
          }
          return end;
        };
    return queue.submit(CallJob.rows(call, rows, decoder)).thenCompose(this::from);
  }

  private float[][] effects() {
    int ratings = given.positions().length;
    float[][] effects = new float[items.length][ratings];
    for (int item = 0; item < items.length; item++) {
      for (int rating = 0; rating < ratings; rating++) {
        effects[item][rating] = scores[ratings][item] - scores[rating][item];
      }
    }
    return effects;
  }
}

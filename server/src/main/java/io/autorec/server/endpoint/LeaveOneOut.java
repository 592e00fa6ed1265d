package io.autorec.server.endpoint;

import io.autorec.server.batching.Outcome;
import io.autorec.server.repository.LoadedModel;
import io.autorec.server.request.Given;
import io.autorec.server.request.LeftOut;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * What the network says without each of a user's ratings in turn: a row of a user-based model for
 * each, in jobs that follow each other, so that other calls come in between.
 */
final class LeaveOneOut {
  /** What part of a batch a job takes, so that a batch has room for others. */
  private static final int SHARE = 4;

  private final LoadedModel model;
  private final Given given;
  private final int[] items;
  private final Waiting caller;
  // [ratings + 1, items]; the last row is with all ratings.
  private final float[][] scores;

  private LeaveOneOut(LoadedModel model, Given given, int[] items, Waiting caller) {
    this.model = model;
    this.given = given;
    this.items = items;
    this.caller = caller;
    this.scores = new float[given.positions().length + 1][];
  }

  /**
   * The effects of the ratings on some items' scores.
   *
   * @return [items, ratings]; positive: the score is higher with the rating
   */
  static CompletableFuture<float[][]> effects(
      LoadedModel model, Given given, int[] items, Waiting caller) {
    LeaveOneOut ask = new LeaveOneOut(model, given, items, caller);
    return ask.from(0).thenApply(done -> ask.effects());
  }

  private CompletableFuture<Void> from(int first) {
    if (first == scores.length) {
      return CompletableFuture.completedFuture(null);
    }
    int end = Math.min(scores.length, first + Math.max(1, model.rows().maxRows() / SHARE));
    List<LeftOut> rows =
        IntStream.range(first, end).mapToObj(left -> new LeftOut(given, left)).toList();
    Decoder<Integer> decoder =
        (batch, firstRow) -> {
          for (int row = first; row < end; row++) {
            scores[row] = batch.scores(firstRow + row - first, items);
          }
          return end;
        };
    return model
        .rows()
        .submit(caller.traced(new RowsJob<>(caller, rows, decoder)))
        .thenCompose(
            outcome -> {
              if (outcome instanceof Outcome.Completed<Integer> completed) {
                return from(completed.value());
              }
              throw Refusals.of(outcome, caller.context());
            });
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

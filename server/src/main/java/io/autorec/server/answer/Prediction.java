package io.autorec.server.answer;

import io.autorec.model.ModelFormat;
import io.autorec.server.answer.job.CallContext;
import io.autorec.server.answer.job.ColumnJob;
import io.autorec.server.answer.job.Decoder;
import io.autorec.server.answer.job.RowsJob;
import io.autorec.server.answer.job.SideWork;
import io.autorec.server.batching.Outcome;
import io.autorec.server.inference.ScoreBatch;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.repository.version.NewColumns;
import io.autorec.server.request.IdSelection;
import io.autorec.server.request.InputRow;
import io.autorec.server.request.PredictQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Predicts the ratings of rows, in several jobs if they are more than a batch. */
final class Prediction implements UseCase<PredictedRatings> {
  private final LoadedModel model;
  private final PredictQuery query;
  private final CallContext call;
  private final SideWork sideWork;
  private final int @Nullable [] columns;

  Prediction(LoadedModel model, PredictQuery query, CallContext call, SideWork sideWork) {
    this.model = model;
    this.query = query;
    this.call = call;
    this.sideWork = sideWork;
    this.columns = query.columns().map(IdSelection::positionArray).orElse(null);
  }

  @Override
  public void requireAble() {
    if (query.fitted() && model.newColumns().isEmpty()) {
      throw new RefusedException(
          new Refusal.FailedPrecondition(
              "model \""
                  + model.name()
                  + "\" answers for rows of its own orientation alone (expected: no orientation, or"
                  + " a model with "
                  + ModelFormat.FOLD_IN_FILE
                  + ")"));
    }
  }

  @Override
  public CompletableFuture<PredictedRatings> answer() {
    List<CompletableFuture<Outcome<List<float[]>>>> parts = new ArrayList<>();
    int most =
        query.fitted()
            ? model.newColumns().orElseThrow().queue().maxRows()
            : model.rows().maxRows();
    for (int start = 0; start < query.rows().size(); start += most) {
      int end = Math.min(query.rows().size(), start + most);
      parts.add(
          submit(query.rows().subList(start, end))
              .whenComplete(
                  (outcome, thrown) -> {
                    if (!(outcome instanceof Outcome.Completed<?>)) {
                      call.abandon();
                    }
                  }));
    }
    return CompletableFuture.allOf(parts.toArray(new CompletableFuture<?>[0]))
        .thenApply(done -> new PredictedRatings(model, query, join(parts)));
  }

  private CompletableFuture<Outcome<List<float[]>>> submit(List<InputRow> rows) {
    Decoder<List<float[]>> decoder = (batch, firstRow) -> decode(rows.size(), batch, firstRow);
    if (!query.fitted()) {
      return model.rows().submit(call.traced(new RowsJob<>(call, rows, decoder)));
    }
    NewColumns fitting = model.newColumns().orElseThrow();
    List<CompletableFuture<Outcome<float[]>>> fits =
        rows.stream().map(row -> sideWork.fit(call, () -> row.fit(fitting.foldIn()))).toList();
    return CompletableFuture.allOf(fits.toArray(new CompletableFuture<?>[0]))
        .thenCompose(
            done -> {
              List<float[]> fitted =
                  fits.stream().map(fit -> RefusedException.completed(fit.join(), call)).toList();
              return fitting.queue().submit(call.traced(new ColumnJob<>(call, fitted, decoder)));
            });
  }

  /**
   * Joins the parts. If one failed, its failure counts, not that of the parts abandoned because of
   * it.
   */
  private List<float[]> join(List<CompletableFuture<Outcome<List<float[]>>>> parts) {
    List<float[]> rows = new ArrayList<>(query.rows().size());
    Outcome<List<float[]>> refused = null;
    for (CompletableFuture<Outcome<List<float[]>>> part : parts) {
      Outcome<List<float[]>> outcome = part.join();
      if (outcome instanceof Outcome.Completed<List<float[]>> completed) {
        rows.addAll(completed.value());
      } else if (refused == null || refused instanceof Outcome.Cancelled<?>) {
        refused = outcome;
      }
    }
    return refused == null ? rows : RefusedException.completed(refused, call);
  }

  private List<float[]> decode(int rows, ScoreBatch batch, int firstRow) {
    List<float[]> predicted = new ArrayList<>(rows);
    for (int row = firstRow; row < firstRow + rows; row++) {
      float[] values = columns == null ? batch.scores(row).clone() : batch.scores(row, columns);
      model.metadata().scale().clip(values);
      predicted.add(values);
    }
    return predicted;
  }
}

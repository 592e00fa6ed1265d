package io.autorec.server.answer;

import io.autorec.model.ModelFormat;
import io.autorec.server.answer.job.CallContext;
import io.autorec.server.answer.job.CallJob;
import io.autorec.server.answer.job.Parts;
import io.autorec.server.answer.job.SideWork;
import io.autorec.server.inference.ScoreBatch;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.repository.version.NewColumns;
import io.autorec.server.request.IdSelection;
import io.autorec.server.request.InputRow;
import io.autorec.server.request.PredictQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Predicts the ratings of rows, in several jobs if they are more than a batch. */
record Prediction(LoadedModel model, PredictQuery query, CallContext call, SideWork sideWork)
    implements UseCase<PredictedRatings> {
  @Override
  public void requireAble() {
    if (model.metadata().implicitFeedback()) {
      throw RefusedException.predictsNone(model, "a call of Recommend");
    }
    if (query.fitted() && model.newColumns().isEmpty()) {
      throw RefusedException.unable(
          model,
          "answers for rows of its own orientation alone (expected: no orientation, or a model with "
              + ModelFormat.FOLD_IN_FILE
              + ")");
    }
  }

  @Override
  public CompletableFuture<PredictedRatings> answer() {
    List<CompletableFuture<List<float[]>>> parts = new ArrayList<>();
    int most =
        query.fitted()
            ? model.newColumns().orElseThrow().queue().maxBatchRows()
            : model.rows().orElseThrow().maxBatchRows();
    for (int start = 0; start < query.rows().size(); start += most) {
      int end = Math.min(query.rows().size(), start + most);
      parts.add(Parts.abandoning(call, submit(query.rows().subList(start, end))));
    }
    return CompletableFuture.allOf(parts.toArray(new CompletableFuture<?>[0]))
        .handle((done, thrown) -> new PredictedRatings(model, query, join(parts)));
  }

  private CompletableFuture<List<float[]>> submit(List<InputRow> rows) {
    CallJob.Decoder<List<float[]>> decoder =
        (batch, firstRow) -> decode(rows.size(), batch, firstRow);
    if (!query.fitted()) {
      return model.rows().orElseThrow().submit(CallJob.rows(call, rows, decoder));
    }
    NewColumns fitting = model.newColumns().orElseThrow();
    List<CompletableFuture<float[]>> fits =
        rows.stream().map(row -> sideWork.fit(call, () -> row.fit(fitting.foldIn()))).toList();
    return CompletableFuture.allOf(fits.toArray(new CompletableFuture<?>[0]))
        .thenCompose(
            done -> {
              List<float[]> fitted = fits.stream().map(CompletableFuture::join).toList();
              return fitting.queue().submit(CallJob.columns(call, fitted, decoder));
            });
  }

  private static List<float[]> join(List<CompletableFuture<List<float[]>>> parts) {
    return Parts.join(parts).stream().flatMap(List::stream).toList();
  }

  private List<float[]> decode(int rows, ScoreBatch batch, int firstRow) {
    int[] columns = query.columns().map(IdSelection::positionArray).orElse(null);
    List<float[]> predicted = new ArrayList<>(rows);
    for (int row = firstRow; row < firstRow + rows; row++) {
      float[] values = columns == null ? batch.scores(row).clone() : batch.scores(row, columns);
      if (query.clipped()) {
        model.metadata().scale().clip(values);
      }
      predicted.add(values);
    }
    return predicted;
  }
}

package io.autorec.server.endpoint;

import com.google.protobuf.UnsafeByteOperations;
import io.autorec.model.ModelFormat;
import io.autorec.server.batching.Outcome;
import io.autorec.server.inference.ScoreBatch;
import io.autorec.server.repository.Fitting;
import io.autorec.server.repository.LoadedModel;
import io.autorec.server.request.IdSelection;
import io.autorec.server.request.PredictCheck;
import io.autorec.server.request.Row;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.PredictResponse;
import io.autorec.v1.Prediction;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Reconstructs the rows of one checked Predict. */
final class Predictor {
  private final LoadedModel model;
  private final PredictCheck request;
  private final Waiting caller;
  private final SideWork sideWork;
  private final int @Nullable [] columns;

  Predictor(LoadedModel model, PredictCheck request, Waiting caller, SideWork sideWork) {
    this.model = model;
    this.request = request;
    this.caller = caller;
    this.sideWork = sideWork;
    this.columns = request.columns().map(IdSelection::positionArray).orElse(null);
  }

  /** Throws if the model cannot answer for vectors of such an orientation. */
  static void requireVectors(LoadedModel model, PredictRequest request) {
    if (PredictCheck.isFitted(request, model.metadata()) && model.fitting().isEmpty()) {
      throw Refusals.failedPrecondition(
          "model \""
              + model.name()
              + "\" answers for rows of its own orientation alone (expected: no orientation, or a"
              + " model with "
              + ModelFormat.FOLD_IN_FILE
              + ")");
    }
  }

  CompletableFuture<PredictResponse> predict() {
    List<CompletableFuture<Outcome<List<Prediction>>>> parts = new ArrayList<>();
    int most =
        request.fitted() ? model.fitting().orElseThrow().queue().maxRows() : model.rows().maxRows();
    for (int start = 0; start < request.rows().size(); start += most) {
      int end = Math.min(request.rows().size(), start + most);
      List<Row> rows = request.rows().subList(start, end);
      parts.add(
          submit(rows)
              .whenComplete(
                  (outcome, thrown) -> {
                    if (!(outcome instanceof Outcome.Completed<?>)) {
                      caller.abandoned().set(true);
                    }
                  }));
    }
    return CompletableFuture.allOf(parts.toArray(new CompletableFuture<?>[0]))
        .thenApply(done -> response(parts));
  }

  private CompletableFuture<Outcome<List<Prediction>>> submit(List<Row> rows) {
    Decoder<List<Prediction>> decoder = (batch, firstRow) -> decode(rows, batch, firstRow);
    if (!request.fitted()) {
      return model.rows().submit(caller.traced(new RowsJob<>(caller, rows, decoder)));
    }
    Fitting fitting = model.fitting().orElseThrow();
    List<CompletableFuture<float[]>> fits =
        rows.stream().map(row -> sideWork.fit(caller, () -> row.fit(fitting.foldIn()))).toList();
    return CompletableFuture.allOf(fits.toArray(new CompletableFuture<?>[0]))
        .thenCompose(
            done ->
                fitting
                    .queue()
                    .submit(
                        caller.traced(
                            new ColumnJob<>(
                                caller,
                                fits.stream().map(CompletableFuture::join).toList(),
                                decoder))));
  }

  private PredictResponse response(List<CompletableFuture<Outcome<List<Prediction>>>> parts) {
    PredictResponse.Builder response = PredictResponse.newBuilder().setModel(ModelInfos.ref(model));
    Outcome<?> refused = null;
    for (CompletableFuture<Outcome<List<Prediction>>> part : parts) {
      Outcome<List<Prediction>> outcome = part.join();
      if (outcome instanceof Outcome.Completed<List<Prediction>> completed) {
        response.addAllPredictions(completed.value());
      } else if (refused == null || refused instanceof Outcome.Cancelled<?>) {
        // The others were only abandoned because of this one.
        refused = outcome;
      }
    }
    if (refused != null) {
      throw Refusals.of(refused, caller.context());
    }
    request
        .columns()
        .ifPresent(
            chosen -> {
              for (int column : chosen.positions()) {
                response.addIds(request.answerIds().id(column));
              }
              response.addAllUnknownIds(chosen.unknownIds());
            });
    return response.build();
  }

  private List<Prediction> decode(List<Row> rows, ScoreBatch batch, int firstRow) {
    List<Prediction> predictions = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      float[] values =
          columns == null ? batch.scores(firstRow + i) : batch.scores(firstRow + i, columns);
      model.metadata().scale().clip(values);
      Prediction.Builder prediction =
          Prediction.newBuilder().addAllUnknownIds(rows.get(i).unknownIds());
      if (request.asBytes()) {
        ByteBuffer bytes =
            ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        prediction.setValueBytes(UnsafeByteOperations.unsafeWrap(bytes));
      } else {
        for (float value : values) {
          prediction.addValues(value);
        }
      }
      predictions.add(prediction.build());
    }
    return predictions;
  }
}

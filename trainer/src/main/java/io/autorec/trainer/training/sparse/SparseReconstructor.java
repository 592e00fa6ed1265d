package io.autorec.trainer.training.sparse;

import io.autorec.trainer.evaluation.Reconstructor;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.network.TrainedModel;
import io.autorec.trainer.training.step.Workers;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Predicts on the processor, and only the entries that are asked for. */
public final class SparseReconstructor implements Reconstructor {
  private record Member(SparseLayers layers, float share) {}

  private final List<Member> members;
  private final RowTransform transform;
  private final Workers workers;

  /** Predicts with a trained model. */
  public SparseReconstructor(TrainedModel model, Workers workers) {
    this(
        model.members().stream()
            .map(member -> new Member(SparseLayers.of(member.network()), member.share()))
            .toList(),
        workers);
  }

  /** Predicts with a network, even while it is being trained. */
  SparseReconstructor(SparseLayers layers, Workers workers) {
    this(List.of(new Member(layers, 1)), workers);
  }

  private SparseReconstructor(List<Member> members, Workers workers) {
    this.members = members;
    this.transform = members.get(0).layers.transform();
    this.workers = workers;
  }

  @Override
  public float[] predict(RatingMatrix input, RatingMatrix wanted) {
    float[] predictions = new float[wanted.size()];
    int[] rows = wanted.observedRows();
    workers.forEach(
        rows.length,
        part -> {
          int row = rows[part];
          predict(
              input, row, predictions, wanted.start(row), wanted.start(row + 1), wanted::column);
        });
    return predictions;
  }

  @Override
  public float[] reconstruct(RatingMatrix input, int[] rows) {
    int width = transform.width();
    float[] result = new float[rows.length * width];
    workers.forEach(
        rows.length,
        part -> {
          int from = part * width;
          predict(input, rows[part], result, from, from + width, i -> i - from);
        });
    return result;
  }

  /**
   * Computes a range of predictions of one row. Each is for the column that belongs to its index.
   */
  private void predict(
      RatingMatrix input, int row, float[] predictions, int from, int to, IntUnaryOperator column) {
    for (Member member : members) {
      float rowBias = member.layers.transform().rowBias(input, row);
      float[] units = member.layers.hidden(input, row, rowBias);
      for (int i = from; i < to; i++) {
        predictions[i] +=
            member.share * member.layers.score(input, row, units, column.applyAsInt(i), rowBias);
      }
    }
    float rho = transform.rho(input, row);
    for (int i = from; i < to; i++) {
      int asked = column.applyAsInt(i);
      boolean cold = transform.coldColumns()[asked];
      predictions[i] =
          transform.scale().clip(cold ? transform.offset(asked) + rho : predictions[i]);
    }
  }
}

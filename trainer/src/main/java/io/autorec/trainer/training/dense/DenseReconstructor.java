package io.autorec.trainer.training.dense;

import io.autorec.trainer.evaluation.Reconstructor;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.network.TrainedModel;
import java.util.ArrayList;
import java.util.List;

/** Predicts with DJL on the processor, as a reference for others. */
public final class DenseReconstructor implements Reconstructor, AutoCloseable {
  private record Member(DenseNetwork network, float share) {}

  private final List<Member> members = new ArrayList<>();
  private final RowTransform transform;

  /** Copies the parameters of a model. */
  public DenseReconstructor(TrainedModel model) {
    this(model, BATCH_ROWS);
  }

  /**
   * Copies the parameters of a model.
   *
   * @param mostRows the most rows that are ever asked for at once
   */
  public DenseReconstructor(TrainedModel model, int mostRows) {
    this.transform = model.members().get(0).network().transform();
    for (TrainedModel.Member member : model.members()) {
      members.add(new Member(DenseNetwork.of(member.network(), mostRows), member.share()));
    }
  }

  @Override
  public float[] reconstruct(RatingMatrix input, int[] rows) {
    float[] predictions = new float[rows.length * input.width()];
    for (Member member : members) {
      float[] scores = member.network.scores(input, rows);
      for (int i = 0; i < scores.length; i++) {
        predictions[i] += member.share * scores[i];
      }
    }
    transform.answerColdColumns(input, rows, predictions);
    transform.scale().clip(predictions);
    return predictions;
  }

  @Override
  public void close() {
    members.forEach(member -> member.network.close());
  }
}

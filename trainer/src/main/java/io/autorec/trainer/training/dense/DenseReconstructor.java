package io.autorec.trainer.training.dense;

import io.autorec.trainer.evaluation.Reconstructor;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.network.TrainedModel;

/**
 * Predicts with DJL on the processor, as a reference for others. Each time it copies the parameters
 * of one network after the other: weights may take half of the memory.
 */
public final class DenseReconstructor implements Reconstructor {
  private final TrainedModel model;
  private final RowTransform transform;

  /** Predicts with a trained model. */
  public DenseReconstructor(TrainedModel model) {
    this.model = model;
    this.transform = model.members().get(0).network().transform();
  }

  @Override
  public float[] reconstruct(RatingMatrix input, int[] rows) {
    float[] predictions = new float[rows.length * input.width()];
    for (TrainedModel.Member member : model.members()) {
      try (DenseNetwork network = DenseNetwork.of(member.network())) {
        float[] scores = network.scores(input, rows);
        for (int i = 0; i < scores.length; i++) {
          predictions[i] += member.share() * scores[i];
        }
      }
    }
    transform.answerColdColumns(input, rows, predictions);
    transform.scale().clip(predictions);
    return predictions;
  }
}

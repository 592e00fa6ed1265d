package io.autorec.trainer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.HiddenActivation;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.network.OutputActivation;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.network.TrainedNetwork;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.settings.HyperParametersBuilder;
import io.autorec.trainer.settings.Selection;
import io.autorec.trainer.training.sparse.SparseReconstructor;
import io.autorec.trainer.training.step.Workers;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelSelectionTest {
  private final TrainingData data = new TrainingData();

  @Test
  void select_takesTheBiasesAlone_whenNoNetworkAddsToThem() {
    HyperParameters hyper =
        HyperParametersBuilder.builder(
                TrainingData.hyper(
                    HiddenActivation.SIGMOID, OutputActivation.IDENTITY, Centering.NONE))
            .selection(new Selection(true, true, false))
            .build();
    TrainedNetwork raw = untrained(hyper);
    TrainedNetwork residual = untrained(hyper.residual()).scaled(0);

    try (Workers workers = new Workers(1)) {
      ModelSelection.Selected selected =
          new ModelSelection(data.training, data.validation, workers).select(raw, residual, hyper);

      assertEquals(Centering.BIAS, selected.hyper().centering());
      assertEquals(Selection.NONE, selected.hyper().selection());
      assertEquals(1, selected.hyper().kinds());
      assertEquals(1, selected.model().members().size());
      for (float prediction :
          new SparseReconstructor(selected.model(), workers)
              .predict(data.training, data.validation)) {
        assertTrue(prediction > -2, "the untrained network's: " + prediction);
      }
    }
  }

  /** One predicts too much and the other too little, but the first knows the items' users. */
  @Test
  void select_mixes_whatIsBetterTogether() {
    HyperParameters hyper =
        HyperParametersBuilder.builder(TrainingData.networks(1, 0))
            .selection(new Selection(true, true, false))
            .build();
    RowTransform transform = data.transform(hyper);
    float[] high = new float[transform.width()];
    float[] low = new float[transform.width()];
    for (int column = 0; column < high.length; column++) {
      high[column] = transform.center(meanOfValidation(column) + 1.5f, column, 0);
      low[column] = -1.5f * transform.unit();
    }
    TrainedNetwork raw = constant(hyper, high);
    TrainedNetwork residual = constant(hyper.residual(), low);

    try (Workers workers = new Workers(1)) {
      ModelSelection.Selected selected =
          new ModelSelection(data.training, data.validation, workers).select(raw, residual, hyper);

      HyperParameters chosen = selected.hyper();
      assertEquals(Centering.NONE, chosen.centering());
      assertTrue(chosen.residualShare() > 0.1 && chosen.residualShare() < 0.9, chosen.toString());
      assertEquals(2, selected.model().members().size());
      assertEquals(
          1 - chosen.residualShare() - chosen.biasShare(),
          selected.model().members().get(0).share(),
          1e-6);
    }
  }

  private float meanOfValidation(int column) {
    float sum = 0;
    int count = 0;
    for (int i = 0; i < data.validation.size(); i++) {
      if (data.validation.column(i) == column) {
        sum += data.validation.rating(i);
        count++;
      }
    }
    return count == 0 ? 1.5f : sum / count;
  }

  /** A network whose output is its output bias. */
  private TrainedNetwork constant(HyperParameters hyper, float[] outputBias) {
    NetworkWeights zeros = hyper.shape().zeros(outputBias.length);
    System.arraycopy(outputBias, 0, zeros.outputBias(), 0, outputBias.length);
    return TrainedNetwork.mean(
        hyper.shape(), data.transform(hyper), hyper.weightDecay(), List.of(zeros));
  }

  private TrainedNetwork untrained(HyperParameters hyper) {
    RowTransform transform = data.transform(hyper);
    return TrainedNetwork.mean(
        hyper.shape(),
        transform,
        hyper.weightDecay(),
        List.of(InitialWeights.draw(hyper.shape(), transform, 1)));
  }
}

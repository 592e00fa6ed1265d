package io.autorec.trainer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.HiddenActivation;
import io.autorec.trainer.network.OutputActivation;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.network.TrainedNetwork;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.settings.HyperParametersBuilder;
import io.autorec.trainer.settings.Selection;
import io.autorec.trainer.training.sparse.SparseReconstructor;
import io.autorec.trainer.training.sparse.Workers;
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
            .selection(new Selection(true, true))
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

  private TrainedNetwork untrained(HyperParameters hyper) {
    RowTransform transform = data.transform(hyper);
    return TrainedNetwork.mean(
        hyper.shape(),
        transform,
        hyper.weightDecay(),
        List.of(InitialWeights.draw(hyper.shape(), transform, 1)));
  }
}

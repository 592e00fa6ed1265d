package io.autorec.trainer.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.trainer.evaluation.EpochResult;
import io.autorec.trainer.export.WeightType;
import io.autorec.trainer.matrix.RatingSplit;
import io.autorec.trainer.matrix.SplitMethod;
import io.autorec.trainer.network.HiddenActivation;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.network.OutputActivation;
import io.autorec.trainer.publish.ExportException;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.RatingsReader;
import io.autorec.trainer.ratings.ReadOptions;
import io.autorec.trainer.settings.TrainingSettings;
import io.autorec.trainer.training.Trainer;
import io.autorec.trainer.training.TrainingDevice;
import io.autorec.trainer.training.TrainingState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {
  @TempDir Path folder;

  /** Large weights make infinity less infinity. */
  @Test
  void publish_publishesNothing_whenTheGraphPredictsNoNumber() throws Exception {
    Path models = folder.resolve("models");

    ExportException e = assertThrows(ExportException.class, () -> publish(models, 6e37f, 30));

    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith("model.onnx: predicts "), message);
    assertTrue(message.endsWith("; nothing was published"), message);
    assertEquals(List.of(), entries(models));
  }

  @Test
  void publish_publishesAVersion_whenTheGraphPredictsWhatTheNetworkDoes() throws Exception {
    Path models = folder.resolve("models");
    publish(models, 0.1f, 0.3f);
    assertEquals(List.of("1", "config.pbtxt"), entries(models));
  }

  private void publish(Path models, float encoder, float decoder) throws Exception {
    Path text = folder.resolve("ratings.csv");
    Files.writeString(text, "user,item,rating\nu,a,1\nu,b,3\nv,b,5\nv,c,4\n");
    RatingsFile file = RatingsReader.read(text, ReadOptions.defaults());
    RatingSplit split = RatingSplit.random(file.table().size(), 0, 0, 1);
    TrainingSettings settings =
        TrainingSettings.builder()
            .hiddenUnits(2)
            .hiddenActivation(HiddenActivation.IDENTITY)
            .maskEncoder(false)
            .outputActivation(OutputActivation.SIGMOID)
            .build();
    PreparedData data = PreparedData.of(file.table(), file.scale().scale(), split, settings);
    NetworkWeights trained =
        new NetworkWeights(
            new float[][] {{encoder, -encoder}, {0, 0}},
            new float[0][],
            new float[2],
            new float[][] {{0, 0}, {decoder, decoder / 2}},
            new float[2]);
    TrainingPlan plan =
        new TrainingPlan(file, null, SplitMethod.RANDOM, split, data, 0, 0, TrainingDevice.CPU);
    try (Trainer trainer = data.trainer(TrainingDevice.CPU, 1, finished(trained))) {
      new Publication(plan, trainer, WeightType.FLOAT32, 1, RunListener.NONE)
          .publish(
              new OutputFolder(
                  Objects.requireNonNull(models.getParent()), "models", OptionalInt.empty()));
    }
  }

  /** The state of a trainer at the end of its run. */
  private static TrainingState finished(NetworkWeights trained) {
    List<EpochResult> epochs = List.of(new EpochResult(1, 1, 0.5, null, 0.1));
    return new TrainingState(List.of(trained), epochs, 1, null);
  }

  private static List<String> entries(Path models) throws Exception {
    try (Stream<Path> entries = Files.list(models)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}

package io.autorec.trainer.publish;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.autorec.model.GoldenFiles;
import io.autorec.model.IdVocabulary;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.model.RatingScale;
import io.autorec.model.Sha256;
import io.autorec.trainer.export.OnnxExport;
import io.autorec.trainer.export.OnnxGraph;
import io.autorec.trainer.inference.OnnxModel;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.HiddenActivation;
import io.autorec.trainer.network.NetworkShape;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.network.OutputActivation;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.network.TrainedModel;
import io.autorec.trainer.network.TrainedNetwork;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.trainer.training.dense.DenseReconstructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two users and three items, and graphs of other networks than the trained one. */
class ExportGateTest {
  private static final RatingScale SCALE = new RatingScale(1, 5);
  private static final float[] TRAINED = {0.1f, 0.3f};

  /** Weights of other networks. */
  private static Stream<float[]> others() {
    return Stream.of(new float[] {0.1f, 0.31f}, new float[] {-0.1f, 0.3f});
  }

  private final IdVocabulary users = IdVocabulary.of(List.of("u", "v"));
  private final IdVocabulary items = IdVocabulary.of(List.of("a", "b", "c"));
  private final RatingMatrix training =
      RatingMatrix.of(
          new RatingTable(
              users,
              items,
              new int[] {0, 0, 1, 1},
              new int[] {0, 1, 1, 2},
              new float[] {1, 3, 5, 4}),
          IntStream.range(0, 4).toArray(),
          Orientation.ITEM);

  @TempDir Path folder;

  @Test
  void check_givesTheDifference_whenTheGraphsAreOfTheTrainedNetwork() throws Exception {
    double difference = check(model(TRAINED), userScores(TRAINED));
    assertTrue(difference <= ExportGate.TOLERANCE, "difference " + difference);
  }

  @ParameterizedTest
  @MethodSource("others")
  void check_namesTheModel_whenItPredictsSomethingElse(float[] weights) {
    assertRefused("model.onnx: predicts [0-9.]+", model(weights), userScores(TRAINED));
  }

  @ParameterizedTest
  @MethodSource("others")
  void check_namesTheUserScores_whenTheyPredictSomethingElse(float[] weights) {
    assertRefused("user_scores.onnx: predicts [0-9.]+", model(TRAINED), userScores(weights));
  }

  @Test
  void check_namesTheFile_whenItPredictsNoNumber() throws Exception {
    assertRefused(
        "model.onnx: predicts NaN",
        withoutNumbers(model(TRAINED), ModelFormat.RECONSTRUCTION_OUTPUT),
        userScores(TRAINED));
    assertRefused(
        "user_scores.onnx: predicts NaN",
        model(TRAINED),
        withoutNumbers(userScores(TRAINED), ModelFormat.SCORES_OUTPUT));
  }

  private void assertRefused(String start, ModelProto model, ModelProto userScores) {
    ExportException e = assertThrows(ExportException.class, () -> check(model, userScores));
    String message = String.valueOf(e.getMessage());
    assertTrue(
        message.matches(
            start
                + " where the trained network predicts [0-9.]+"
                + " \\(expected: within 1.0E-4\\); nothing was published"),
        message);
  }

  private double check(ModelProto model, ModelProto userScores) throws Exception {
    byte[] scores = userScores.toByteArray();
    ModelMetadata golden = ModelMetadata.fromProperties(GoldenFiles.properties());
    ModelMetadata metadata =
        ModelMetadata.of(
            golden.manifest().toBuilder()
                .setOrientation(Orientation.ITEM.toProto())
                .setWidth(users.size())
                .clearFileDigests()
                .putFileDigests(ModelFormat.USER_SCORES_FILE, Sha256.hex(scores))
                .setRatingScale(
                    golden.manifest().getRatingScale().toBuilder()
                        .setMin(SCALE.min())
                        .setMax(SCALE.max()))
                .build(),
            users,
            items);
    ModelProto.Builder described = model.toBuilder();
    metadata
        .toProperties()
        .forEach((key, value) -> described.addMetadataPropsBuilder().setKey(key).setValue(value));
    Files.write(folder.resolve(ModelFormat.USER_SCORES_FILE), scores);
    Files.write(folder.resolve(ModelFormat.MODEL_FILE), described.build().toByteArray());
    DenseReconstructor trained = new DenseReconstructor(network(TRAINED));
    try (OnnxModel exported = OnnxModel.open(folder)) {
      return ExportGate.check(ExportGate.sample(trained, training), exported, training);
    }
  }

  private ModelProto model(float[] weights) {
    return parsed(export(weights).model());
  }

  private ModelProto userScores(float[] weights) {
    return parsed(export(weights).userScores());
  }

  private static ModelProto parsed(OnnxGraph graph) {
    try {
      return ModelProto.parseFrom(graph.toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A graph that divides 0 by 0 in the end. */
  private static ModelProto withoutNumbers(ModelProto model, String output) {
    ModelProto.Builder changed = model.toBuilder();
    for (NodeProto.Builder node : changed.getGraphBuilder().getNodeBuilderList()) {
      if (node.getOutput(0).equals(output)) {
        node.setOutput(0, "number");
      }
    }
    changed.getGraphBuilder().addNode(node("Sub", "number", "zero_of_all"));
    changed.getGraphBuilder().addNode(node("Div", "zero_of_all", output));
    return changed.build();
  }

  private static NodeProto.Builder node(String operator, String twice, String output) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .addInput(twice)
        .addInput(twice)
        .addOutput(output);
  }

  OnnxExport export(float... weights) {
    return new OnnxExport(Orientation.ITEM, network(weights), training);
  }

  /** Two hidden units of opposite sign, and weights from them to the second user. */
  private static TrainedModel network(float[] weights) {
    NetworkShape shape =
        new NetworkShape(2, HiddenActivation.IDENTITY, OutputActivation.SIGMOID, false);
    RowTransform transform =
        new RowTransform(Centering.NONE, SCALE, 3, new float[2], new boolean[2], 10, 0, 4.0 / 3);
    return TrainedModel.of(
        new TrainedNetwork(
            shape,
            transform,
            new NetworkWeights(
                new float[][] {{weights[0], -weights[0]}, {0, 0}},
                new float[0][],
                new float[2],
                new float[][] {{0, 0}, {weights[1], weights[1] / 2}},
                new float[2]),
            0.1,
            1));
  }
}

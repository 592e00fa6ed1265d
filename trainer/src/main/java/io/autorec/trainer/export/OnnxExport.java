package io.autorec.trainer.export;

import ai.onnx.proto.OnnxMl;
import io.autorec.model.ModelFormat;
import io.autorec.model.RatingScale;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.recipe.Centering;
import io.autorec.trainer.recipe.HiddenActivation;
import io.autorec.trainer.recipe.HyperParameters;
import io.autorec.trainer.recipe.NetworkWeights;
import io.autorec.trainer.recipe.OutputActivation;
import io.autorec.trainer.recipe.RowTransform;
import java.util.Map;

/** Writes a trained network as the graphs that {@link ModelFormat} describes. */
public final class OnnxExport {
  private final HyperParameters hyper;
  private final RowTransform transform;
  private final NetworkWeights weights;

  /** An export of one network. */
  public OnnxExport(HyperParameters hyper, RowTransform transform, NetworkWeights weights) {
    this.hyper = hyper;
    this.transform = transform;
    this.weights = weights;
  }

  /** The operator set of the graphs, for the manifest. */
  public static int opset() {
    return GraphBuilder.OPSET;
  }

  /**
   * {@value ModelFormat#MODEL_FILE}.
   *
   * @param metadata its {@code metadata_props}
   */
  public byte[] model(Map<String, String> metadata) {
    int width = transform.width();
    RatingScale scale = transform.scale();
    GraphBuilder graph = new GraphBuilder("autorec");
    graph.input(ModelFormat.RATINGS_INPUT, OnnxMl.TensorProto.DataType.FLOAT, width);
    String ratings = ModelFormat.RATINGS_INPUT;
    String zero = graph.constant("zero", 0.0);
    String columnAxis = graph.constant("column_axis", 1L);

    String unobserved = graph.node("IsNaN", ratings);
    if (!scale.contains(0)) {
      unobserved = graph.node("Or", unobserved, graph.node("Equal", ratings, zero));
    }
    String mask = graph.node("Not", unobserved);
    String counts = graph.node("ReduceSum", graph.node("Cast", Map.of("to", 1L), mask), columnAxis);
    String offsets = graph.constant("offsets", transform.offsets(), width);

    String input;
    String rowBias = "";
    if (transform.centering() == Centering.BIAS) {
      String residual = graph.node("Where", mask, graph.node("Sub", ratings, offsets), zero);
      String damped = graph.node("Add", counts, graph.constant("damping", transform.damping()));
      rowBias = graph.node("Div", graph.node("ReduceSum", residual, columnAxis), damped);
      input = graph.node("Where", mask, graph.node("Sub", residual, rowBias), zero);
    } else {
      input = graph.node("Where", mask, ratings, zero);
    }
    String hidden = hidden(graph, input);
    String decoder = graph.constant("decoder", weights.decoder(), hyper.hiddenUnits(), width);
    String outputBias = graph.constant("output_bias", weights.outputBias(), width);
    String scores =
        output(graph, graph.node("Add", graph.node("MatMul", hidden, decoder), outputBias));
    if (transform.centering() == Centering.BIAS) {
      scores = graph.node("Add", graph.node("Add", scores, offsets), rowBias);
    }
    scores = graph.node("Where", graph.node("Equal", counts, zero), offsets, scores);
    graph.output(scores, ModelFormat.SCORES_OUTPUT, width);
    graph.output(clip(graph, scores), ModelFormat.RECONSTRUCTION_OUTPUT, width);
    return graph.build(metadata).toByteArray();
  }

  /**
   * {@value ModelFormat#USER_SCORES_FILE} of an item-based model: for a user u, every item's row
   * reconstructed at column u.
   *
   * @param training the training ratings, a row for each item
   */
  public byte[] userScores(RatingMatrix training) {
    int users = transform.width();
    int items = training.rows();
    int hiddenUnits = hyper.hiddenUnits();
    GraphBuilder graph = new GraphBuilder("autorec_user_scores");
    graph.input(ModelFormat.USERS_INPUT, OnnxMl.TensorProto.DataType.INT64, 0);
    String user = ModelFormat.USERS_INPUT;
    String decoders =
        graph.constant(
            "decoders", transposed(weights.decoder(), hiddenUnits, users), users, hiddenUnits);
    ItemCodes codes = ItemCodes.of(hyper, transform, weights, training);
    String codesConstant =
        graph.constant("codes", transposed(codes.codes(), items, hiddenUnits), hiddenUnits, items);
    String one = graph.constant("one", 1L);
    String bias =
        graph.node("Gather", graph.constant("output_bias", weights.outputBias(), users), user);
    String product = graph.node("MatMul", graph.node("Gather", decoders, user), codesConstant);
    String scores = output(graph, graph.node("Add", product, graph.node("Unsqueeze", bias, one)));
    String offset =
        graph.node("Gather", graph.constant("offsets", transform.offsets(), users), user);
    offset = graph.node("Unsqueeze", offset, one);
    if (transform.centering() == Centering.BIAS) {
      String rowBiases = graph.constant("item_biases", codes.rowBiases(), items);
      scores = graph.node("Add", graph.node("Add", scores, offset), rowBiases);
    }
    float[] counts = new float[items];
    for (int item = 0; item < items; item++) {
      counts[item] = training.count(item);
    }
    String cold =
        graph.node("Equal", graph.constant("counts", counts, items), graph.constant("zero", 0.0));
    graph.output(graph.node("Where", cold, offset, scores), ModelFormat.SCORES_OUTPUT, items);
    return graph.build(Map.of()).toByteArray();
  }

  private String hidden(GraphBuilder graph, String input) {
    String encoder =
        graph.constant("encoder", weights.encoder(), transform.width(), hyper.hiddenUnits());
    String hiddenBias = graph.constant("hidden_bias", weights.hiddenBias(), hyper.hiddenUnits());
    String sum = graph.node("Add", graph.node("MatMul", input, encoder), hiddenBias);
    return switch (hyper.hiddenActivation()) {
      case IDENTITY -> sum;
      case SIGMOID -> graph.node("Sigmoid", sum);
      case TANH -> graph.node("Tanh", sum);
      case RELU -> graph.node("Relu", sum);
      case ELU -> graph.node("Elu", sum);
      case SELU -> graph.node("Selu", sum);
    };
  }

  private String output(GraphBuilder graph, String sum) {
    if (hyper.outputActivation() == OutputActivation.IDENTITY) {
      return sum;
    }
    RatingScale scale = transform.scale();
    String range = graph.constant("range", (double) scale.max() - scale.min());
    String stretched = graph.node("Mul", graph.node("Sigmoid", sum), range);
    return graph.node("Add", stretched, graph.constant("lowest", (double) scale.min()));
  }

  private String clip(GraphBuilder graph, String scores) {
    String min = graph.constant("scale_min", (double) transform.scale().min());
    return graph.node(
        "Clip", scores, min, graph.constant("scale_max", (double) transform.scale().max()));
  }

  /** Row-major [rows, columns] to row-major [columns, rows]. */
  private static float[] transposed(float[] matrix, int rows, int columns) {
    float[] result = new float[matrix.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        result[column * rows + row] = matrix[row * columns + column];
      }
    }
    return result;
  }

  static float activate(HiddenActivation activation, float x) {
    return switch (activation) {
      case IDENTITY -> x;
      case SIGMOID -> (float) (1 / (1 + Math.exp(-x)));
      case TANH -> (float) Math.tanh(x);
      case RELU -> Math.max(0, x);
      case ELU -> x > 0 ? x : (float) Math.expm1(x);
      case SELU ->
          HiddenActivation.SELU_SCALE
              * (x > 0 ? x : HiddenActivation.SELU_ALPHA * (float) Math.expm1(x));
    };
  }
}

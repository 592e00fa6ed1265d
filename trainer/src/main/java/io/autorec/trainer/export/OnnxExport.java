package io.autorec.trainer.export;

import ai.onnx.proto.OnnxMl;
import io.autorec.model.ModelFormat;
import io.autorec.model.RatingScale;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.recipe.Centering;
import io.autorec.trainer.recipe.HyperParameters;
import io.autorec.trainer.recipe.NetworkWeights;
import io.autorec.trainer.recipe.OutputActivation;
import io.autorec.trainer.recipe.RowTransform;
import io.autorec.trainer.recipe.TrainedNetwork;
import java.util.Map;

/** Writes a trained network as the graphs that {@link ModelFormat} describes. */
public final class OnnxExport {
  private final HyperParameters hyper;
  private final RowTransform transform;
  private final NetworkWeights weights;

  /** An export of one network. */
  public OnnxExport(TrainedNetwork network) {
    this.hyper = network.hyper();
    this.transform = network.transform();
    this.weights = network.weights();
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
    String maskNumbers = graph.node("Cast", Map.of("to", 1L), mask);
    String counts = graph.node("ReduceSum", maskNumbers, columnAxis);
    String offsets = graph.constant("offsets", transform.offsets(), width);

    String input;
    String rowBias = "";
    if (transform.centering() == Centering.BIAS) {
      String residual = graph.node("Where", mask, graph.node("Sub", ratings, offsets), zero);
      String damped = graph.node("Add", counts, graph.constant("damping", transform.damping()));
      rowBias = graph.node("Div", graph.node("ReduceSum", residual, columnAxis), damped);
      String unexplained = times(graph, graph.node("Sub", residual, rowBias), transform.unit());
      input = graph.node("Where", mask, unexplained, zero);
    } else {
      float unit = transform.unit();
      double shift = RowTransform.NETWORK_MIN - unit * transform.scale().min();
      input = graph.node("Where", mask, plus(graph, times(graph, ratings, unit), shift), zero);
    }
    String hidden = hidden(graph, input, maskNumbers, counts);
    String decoder =
        graph.constant("decoder", transposed(weights.decoder()), hyper.hiddenUnits(), width);
    String outputBias = graph.constant("output_bias", weights.outputBias(), width);
    String scores =
        output(graph, graph.node("Add", graph.node("MatMul", hidden, decoder), outputBias));
    scores = rating(graph, scores, offsets, rowBias);
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
    String decoders = graph.constant("decoders", flat(weights.decoder()), users, hiddenUnits);
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
    String rowBiases =
        transform.centering() == Centering.BIAS
            ? graph.constant("item_biases", codes.rowBiases(), items)
            : "";
    scores = rating(graph, scores, offset, rowBiases);
    float[] counts = new float[items];
    for (int item = 0; item < items; item++) {
      counts[item] = training.count(item);
    }
    String cold =
        graph.node("Equal", graph.constant("counts", counts, items), graph.constant("zero", 0.0));
    graph.output(graph.node("Where", cold, offset, scores), ModelFormat.SCORES_OUTPUT, items);
    return graph.build(Map.of()).toByteArray();
  }

  private String hidden(GraphBuilder graph, String input, String maskNumbers, String counts) {
    int width = transform.width();
    int units = hyper.hiddenUnits();
    String encoder = graph.constant("encoder", flat(weights.encoder()), width, units);
    String sum = graph.node("MatMul", input, encoder);
    if (hyper.maskEncoder()) {
      String maskEncoder =
          graph.constant("mask_encoder", flat(weights.maskEncoder()), width, units);
      sum = graph.node("Add", sum, graph.node("MatMul", maskNumbers, maskEncoder));
    }
    if (transform.inputExponent() != 0) {
      String observed = graph.node("Max", counts, graph.constant("least_count", 1.0));
      String share =
          graph.node("Div", observed, graph.constant("mean_count", transform.meanCount()));
      String exponent = graph.constant("input_exponent", -transform.inputExponent());
      sum = graph.node("Mul", sum, graph.node("Pow", share, exponent));
    }
    sum = graph.node("Add", sum, graph.constant("hidden_bias", weights.hiddenBias(), units));
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
    String stretched = times(graph, graph.node("Sigmoid", sum), RowTransform.NETWORK_RANGE);
    return plus(graph, stretched, RowTransform.NETWORK_MIN);
  }

  /** The network's output as ratings. */
  private String rating(GraphBuilder graph, String output, String offsets, String rowBiases) {
    String inverse = times(graph, output, 1.0 / transform.unit());
    return transform.centering() == Centering.BIAS
        ? graph.node("Add", graph.node("Add", inverse, offsets), rowBiases)
        : plus(
            graph, inverse, transform.scale().min() - RowTransform.NETWORK_MIN / transform.unit());
  }

  private static String times(GraphBuilder graph, String value, double factor) {
    return factor == 1
        ? value
        : graph.node("Mul", value, graph.constant(value + "_factor", factor));
  }

  private static String plus(GraphBuilder graph, String value, double term) {
    return term == 0 ? value : graph.node("Add", value, graph.constant(value + "_term", term));
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

  private static float[] flat(float[][] matrix) {
    int columns = matrix[0].length;
    float[] result = new float[Math.multiplyExact(matrix.length, columns)];
    for (int row = 0; row < matrix.length; row++) {
      System.arraycopy(matrix[row], 0, result, row * columns, columns);
    }
    return result;
  }

  private static float[] transposed(float[][] matrix) {
    return transposed(flat(matrix), matrix.length, matrix[0].length);
  }
}

package io.autorec.trainer.export;

import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.NetworkShape;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.network.OutputActivation;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.network.TrainedNetwork;
import java.util.function.Function;

/** Adds the nodes of one network to a graph. */
final class NetworkNodes {
  private final GraphBuilder graph;
  private final MatrixProduct product;
  private final String prefix;
  private final TrainedNetwork network;
  private final NetworkShape shape;
  private final RowTransform transform;
  private final NetworkWeights weights;

  /**
   * The names of the values of a batch of rows.
   *
   * @param ratings [batch, width]; unobserved entries may have any value
   * @param mask bool [batch, width], whether an entry is observed
   * @param maskNumbers the mask as 0 and 1
   * @param counts [batch, 1], the number of observed entries
   * @param offsets [width], the o of {@link RowTransform}
   * @param zero a zero
   * @param columnAxis the axis of the width
   */
  record Rows(
      String ratings,
      String mask,
      String maskNumbers,
      String counts,
      String offsets,
      String zero,
      String columnAxis) {
    /** Adds r_j - o_j of the observed entries, and 0 of others. */
    String residual(GraphBuilder graph) {
      return graph.node("Where", mask, graph.node("Sub", ratings, offsets), zero);
    }

    /** Adds the rho of {@link RowTransform}. */
    String rowBias(GraphBuilder graph, String residual, String damping) {
      String damped = graph.node("Add", counts, damping);
      return graph.node("Div", graph.node("ReduceSum", residual, columnAxis), damped);
    }
  }

  /**
   * Prepares the nodes of a network.
   *
   * @param prefix the prefix of the names of its constants
   */
  NetworkNodes(GraphBuilder graph, WeightType type, String prefix, TrainedNetwork network) {
    this.graph = graph;
    this.product = new MatrixProduct(graph, type);
    this.prefix = prefix;
    this.network = network;
    this.shape = network.shape();
    this.transform = network.transform();
    this.weights = network.weights();
  }

  /** Adds the reconstruction of rows, before clipping and the fallback of cold rows. */
  String scores(Rows rows) {
    int width = transform.width();
    String input;
    String rowBias = "";
    if (transform.centering() == Centering.BIAS) {
      String residual = rows.residual(graph);
      rowBias = rows.rowBias(graph, residual, constant("damping", transform.damping()));
      String unexplained = graph.times(graph.node("Sub", residual, rowBias), transform.unit());
      input = graph.node("Where", rows.mask, unexplained, rows.zero);
    } else {
      float unit = transform.unit();
      double shift = RowTransform.NETWORK_MIN - unit * transform.scale().min();
      String shifted = graph.plus(graph.times(rows.ratings, unit), shift);
      input = graph.node("Where", rows.mask, shifted, rows.zero);
    }
    String hidden = hidden(input, rows.maskNumbers, rows.counts);
    String outputBias = constant("output_bias", weights.outputBias(), width);
    String scores =
        output(
            graph.node(
                "Add",
                product(hidden, "decoder", FloatMatrix.ofColumns(weights.decoder())),
                outputBias));
    return rating(scores, rows.offsets, rowBias);
  }

  /**
   * Adds, for users, every item's row reconstructed at the user's column.
   *
   * @param user int64 [batch], positions
   * @param offset [batch, 1], the users' o of {@link RowTransform}
   * @param itemAxis the axis of the scores
   * @param codesOf computes the items' codes in a network
   */
  String userScores(
      String user, String offset, String itemAxis, Function<TrainedNetwork, RowCodes> codesOf) {
    int users = transform.width();
    int units = shape.hiddenUnits();
    String decoders = graph.constant(prefix + "decoders", FloatMatrix.of(weights.decoder()));
    RowCodes codes = codesOf.apply(network);
    int items = codes.rowBiases().length;
    String bias = graph.node("Gather", constant("output_bias", weights.outputBias(), users), user);
    String unbiased =
        product(
            graph.node("Gather", decoders, user),
            "codes",
            FloatMatrix.ofColumns(codes.codes(), units));
    String scores = output(graph.node("Add", unbiased, graph.node("Unsqueeze", bias, itemAxis)));
    String rowBiases =
        transform.centering() == Centering.BIAS
            ? constant("item_biases", codes.rowBiases(), items)
            : "";
    return rating(scores, offset, rowBiases);
  }

  private String constant(String name, float[] values, long... dims) {
    return graph.constant(prefix + name, values, dims);
  }

  /** Rows [batch, inner] times a matrix [inner, columns]. */
  private String product(String rows, String name, FloatMatrix matrix) {
    return product.of(rows, prefix + name, matrix);
  }

  private String constant(String name, double value) {
    return graph.constant(prefix + name, value);
  }

  private String hidden(String input, String maskNumbers, String counts) {
    int units = shape.hiddenUnits();
    String sum = product(input, "encoder", FloatMatrix.of(weights.encoder()));
    if (shape.maskEncoder()) {
      String seen = product(maskNumbers, "mask_encoder", FloatMatrix.of(weights.maskEncoder()));
      sum = graph.node("Add", sum, seen);
    }
    if (transform.inputExponent() != 0) {
      String observed = graph.node("Max", counts, constant("least_count", 1.0));
      String share = graph.node("Div", observed, constant("mean_count", transform.meanCount()));
      String exponent = constant("input_exponent", -transform.inputExponent());
      sum = graph.node("Mul", sum, graph.node("Pow", share, exponent));
    }
    sum = graph.node("Add", sum, constant("hidden_bias", weights.hiddenBias(), units));
    return switch (shape.hiddenActivation()) {
      case IDENTITY -> sum;
      case SIGMOID -> graph.node("Sigmoid", sum);
      case TANH -> graph.node("Tanh", sum);
      case RELU -> graph.node("Relu", sum);
      case ELU -> graph.node("Elu", sum);
      case SELU -> graph.node("Selu", sum);
    };
  }

  private String output(String sum) {
    if (shape.outputActivation() == OutputActivation.IDENTITY) {
      return sum;
    }
    String stretched = graph.times(graph.node("Sigmoid", sum), RowTransform.NETWORK_RANGE);
    return graph.plus(stretched, RowTransform.NETWORK_MIN);
  }

  /** Turns the network's output into ratings. */
  private String rating(String output, String offsets, String rowBiases) {
    String inverse = graph.times(output, 1.0 / transform.unit());
    return transform.centering() == Centering.BIAS
        ? graph.node("Add", graph.node("Add", inverse, offsets), rowBiases)
        : graph.plus(
            inverse, transform.scale().min() - RowTransform.NETWORK_MIN / transform.unit());
  }
}

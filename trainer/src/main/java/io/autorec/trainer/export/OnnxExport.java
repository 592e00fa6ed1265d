package io.autorec.trainer.export;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.autorec.foldin.Codes;
import io.autorec.foldin.FoldIn;
import io.autorec.model.ModelFormat;
import io.autorec.model.Orientation;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.network.TrainedModel;
import io.autorec.trainer.network.TrainedNetwork;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Turns a trained model into the graphs that {@link ModelFormat} describes. */
public final class OnnxExport {
  /**
   * The most bytes of codes that a model keeps to fit new columns: a protobuf file has to hold
   * them, and a reader its heap.
   */
  public static final long MOST_FOLD_IN_BYTES = 1L << 30;

  private final Orientation orientation;
  private final TrainedModel model;
  private final RatingMatrix training;
  private final WeightType weights;
  // Worked out once, whatever the weights and however many files hold them.
  private final IdentityHashMap<TrainedNetwork, RowCodes> codes;
  private final Optional<FoldIn> foldIn;

  /**
   * Prepares the export of a model with float32 weights.
   *
   * @param orientation what a row is
   * @param training the training ratings
   */
  public OnnxExport(Orientation orientation, TrainedModel model, RatingMatrix training) {
    this.orientation = orientation;
    this.model = model;
    this.training = training;
    this.weights = WeightType.FLOAT32;
    this.codes = new IdentityHashMap<>();
    this.foldIn = FittedColumns.of(orientation.other(), model, training, this::codesOf);
  }

  private OnnxExport(OnnxExport export, WeightType weights) {
    this.orientation = export.orientation;
    this.model = export.model;
    this.training = export.training;
    this.weights = weights;
    this.codes = export.codes;
    this.foldIn = export.foldIn;
  }

  /** The export of the same model with other weights. */
  public OnnxExport with(WeightType other) {
    return new OnnxExport(this, other);
  }

  private RowCodes codesOf(TrainedNetwork network) {
    if (orientation == Orientation.USER) {
      // Only the fold-in asks for them.
      return RowCodes.of(network, training);
    }
    return codes.computeIfAbsent(network, missing -> RowCodes.of(missing, training));
  }

  /** The operator set of the graphs, for the manifest. */
  public static int opset() {
    return GraphBuilder.OPSET;
  }

  /**
   * {@value ModelFormat#MODEL_FILE}, still without its {@code metadata_props}: see {@link
   * OnnxGraph#with}.
   */
  public OnnxGraph model() {
    GraphBuilder graph = new GraphBuilder("autorec");
    graph.input(ModelFormat.RATINGS_INPUT, DataType.FLOAT, model.width());
    String ratings = ModelFormat.RATINGS_INPUT;
    String zero = graph.constant("zero", 0.0);

    String unobserved = graph.node("IsNaN", ratings);
    if (!model.scale().contains(0)) {
      unobserved = graph.node("Or", unobserved, graph.node("Equal", ratings, zero));
    }
    String mask = graph.node("Not", unobserved);
    String maskNumbers = graph.cast(mask, DataType.FLOAT);
    String columnAxis = graph.constant("column_axis", 1L);
    String counts = graph.node("ReduceSum", maskNumbers, columnAxis);
    String offsets = graph.constant("offsets", transform().offsets(), model.width());
    NetworkNodes.Rows rows =
        new NetworkNodes.Rows(ratings, mask, maskNumbers, counts, offsets, zero, columnAxis);
    String scores = mean(graph, nodes -> nodes.scores(rows));
    if (correctsColdColumns()) {
      String cold = graph.node("Equal", graph.constant("warm", warm(), model.width()), zero);
      String damping = graph.constant("cold_damping", transform().damping());
      String rowBias = rows.rowBias(graph, rows.residual(graph), damping);
      scores = graph.node("Where", cold, graph.node("Add", offsets, rowBias), scores);
    }
    scores = graph.node("Where", graph.node("Equal", counts, zero), offsets, scores);
    graph.output(scores, ModelFormat.SCORES_OUTPUT, model.width());
    graph.output(clip(graph, scores), ModelFormat.RECONSTRUCTION_OUTPUT, model.width());
    return graph.build(Map.of());
  }

  /**
   * {@value ModelFormat#USER_SCORES_FILE} of an item-based model: for a user u, every item's row
   * reconstructed at column u.
   */
  public OnnxGraph userScores() {
    int users = model.width();
    int items = training.rows();
    GraphBuilder graph = new GraphBuilder("autorec_user_scores");
    graph.input(ModelFormat.USERS_INPUT, DataType.INT64, 0);
    String user = ModelFormat.USERS_INPUT;
    String offsets = graph.constant("offsets", transform().offsets(), users);
    String itemAxis = graph.constant("item_axis", 1L);
    String offset = graph.node("Unsqueeze", graph.node("Gather", offsets, user), itemAxis);
    String scores = mean(graph, nodes -> nodes.userScores(user, offset, itemAxis, this::codesOf));
    String zero = graph.constant("zero", 0.0);
    if (correctsColdColumns()) {
      String warm = graph.node("Gather", graph.constant("warm", warm(), users), user);
      String coldUser = graph.node("Equal", graph.node("Unsqueeze", warm, itemAxis), zero);
      float[] rowBiases = new float[items];
      for (int item = 0; item < items; item++) {
        rowBiases[item] = transform().rho(training, item);
      }
      String biases = graph.constant("cold_item_biases", rowBiases, items);
      scores = graph.node("Where", coldUser, graph.node("Add", offset, biases), scores);
    }
    float[] counts = new float[items];
    for (int item = 0; item < items; item++) {
      counts[item] = training.count(item);
    }
    String cold = graph.node("Equal", graph.constant("counts", counts, items), zero);
    graph.output(graph.node("Where", cold, offset, scores), ModelFormat.SCORES_OUTPUT, items);
    return graph.build(Map.of());
  }

  /** The fold-in of new columns; empty if {@link FittedColumns} is empty. */
  public Optional<FoldIn> foldIn() {
    return foldIn;
  }

  /** The codes of items that new users are fitted with; empty if there are none. */
  public Optional<Codes> itemCodes() {
    return foldIn
        .map(fit -> orientation == Orientation.ITEM ? fit.codes() : fit.columns())
        .filter(known -> known.count() > 0);
  }

  /** {@value ModelFormat#FOLD_IN_SCORES_FILE}: every row's score at fitted columns. */
  public OnnxGraph foldInScores(FoldIn foldIn) {
    int rows = foldIn.rows();
    int features = foldIn.features();
    GraphBuilder graph = new GraphBuilder("autorec_fold_in");
    graph.input(ModelFormat.COLUMNS_INPUT, DataType.FLOAT, features + 1);
    String axis = graph.constant("column_axis", 1L);
    String end = graph.constant("features", (long) features);
    String columns = ModelFormat.COLUMNS_INPUT;
    String columnWeights = graph.node("Slice", columns, graph.constant("start", 0L), end, axis);
    String bias =
        graph.node("Slice", columns, end, graph.constant("width", (long) features + 1), axis);
    String product =
        new MatrixProduct(graph, weights)
            .of(columnWeights, "codes", FloatMatrix.ofColumns(foldIn.codes().values(), features));
    String scores =
        graph.node(
            "Add",
            graph.node("Add", product, bias),
            graph.constant("offsets", foldIn.offsets(), rows));
    graph.output(scores, ModelFormat.SCORES_OUTPUT, rows);
    return graph.build(Map.of());
  }

  /** Adds the mean of the members' scores, weighted by their shares. */
  private String mean(GraphBuilder graph, Function<NetworkNodes, String> scores) {
    List<TrainedModel.Member> members = model.members();
    String sum = "";
    for (int i = 0; i < members.size(); i++) {
      String prefix = members.size() == 1 ? "" : "network_" + (i + 1) + "_";
      NetworkNodes nodes = new NetworkNodes(graph, weights, prefix, members.get(i).network());
      String weighted = graph.times(scores.apply(nodes), members.get(i).share());
      sum = sum.isEmpty() ? weighted : graph.node("Add", sum, weighted);
    }
    return sum;
  }

  /**
   * Returns true if there are cold columns, and a network on raw ratings, which knows no better
   * than the mean there.
   */
  private boolean correctsColdColumns() {
    return training.observedColumns() < training.width()
        && model.members().stream()
            .anyMatch(member -> member.network().transform().centering() == Centering.NONE);
  }

  /** 0 for each cold column, 1 for others. */
  private float[] warm() {
    boolean[] cold = transform().coldColumns();
    float[] warm = new float[cold.length];
    for (int column = 0; column < warm.length; column++) {
      warm[column] = cold[column] ? 0 : 1;
    }
    return warm;
  }

  /** The transform around every member, except for its centring. */
  private RowTransform transform() {
    return model.members().get(0).network().transform();
  }

  private String clip(GraphBuilder graph, String scores) {
    String min = graph.constant("scale_min", (double) model.scale().min());
    return graph.node(
        "Clip", scores, min, graph.constant("scale_max", (double) model.scale().max()));
  }
}

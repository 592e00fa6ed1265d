package io.autorec.model;

import io.autorec.foldin.FoldIn;
import io.autorec.model.graph.GraphFile;
import io.autorec.ranking.RankingHead;
import java.util.regex.Pattern;

/**
 * The format of a model version, version {@value #VERSION}: one folder {@code <repository>/<model
 * name>/<integer version>/} with
 *
 * <ul>
 *   <li>{@value #MODEL_FILE}: the network. Input {@value #RATINGS_INPUT} float32 [batch, width],
 *       with unobserved entries NaN (see {@link RowEncoding}). Outputs {@value
 *       #RECONSTRUCTION_OUTPUT} float32 [batch, width], clipped to the rating scale, and {@value
 *       #SCORES_OUTPUT} float32 [batch, width], the same before clipping, so that ranking has no
 *       ties at the top of the scale. Centring, masking and clipping happen in the graph. Its
 *       {@code metadata_props} hold the {@link ModelMetadata}.
 *   <li>{@value #USER_SCORES_FILE}, in item-based models only: input {@value #USERS_INPUT} int64
 *       [batch], positions of known users; output {@value #SCORES_OUTPUT} float32 [batch, items],
 *       unclipped. It multiplies the users' decoder columns by the codes of all items.
 *   <li>{@value #FOLD_IN_FILE} and {@value #FOLD_IN_SCORES_FILE}, in models whose output is linear:
 *       a {@link FoldIn}, which fits columns that the model was not trained with (users of an
 *       item-based model, items of a user-based one), and a graph that scores all rows at them:
 *       input {@value #COLUMNS_INPUT} float32 [batch, features + 1], as {@link FoldIn#fit} gives
 *       them; output {@value #SCORES_OUTPUT} float32 [batch, rows], unclipped. A reader works
 *       without these files if they are missing.
 *   <li>{@value #RANKING_FILE}: the {@link RankingHead}, which ranks items by what users choose. A
 *       reader ranks by predicted rating if it is missing.
 *   <li>{@value #RATINGS_FILE}: the {@link RatingHistory}.
 *   <li>{@value #METRICS_FILE}, {@value #REPORT_FILE}, {@value #CARD_FILE} and {@value
 *       #RECIPE_FILE}: for people. No reader depends on them, nor minds other files.
 * </ul>
 *
 * <p>The weights of a large graph are in a file of their own beside it, {@link #weightsFile}, as
 * ONNX external data: one matrix of float32 after the other. ONNX Runtime maps that file, so
 * processes on one machine share its pages, and a graph may have more than the 2 GiB of a protobuf
 * file. {@code file_digests} names it. Releases that do not know such files refuse the graph.
 *
 * <p>The manifest holds the SHA-256 of all but the first and those for people, so a folder that
 * mixes two versions is detected. A version is written beside its place and renamed into it, so a
 * folder with an integer name is always complete.
 *
 * <p>A version with {@link ModelMetadata#implicitFeedback} has a {@value #RANKING_FILE}, which
 * alone answers. Its {@value #MODEL_FILE} carries the metadata; it is user-based, and reconstructs
 * 1 for every entry.
 *
 * <p>Graphs contain only what {@link GraphFile} allows. Digests bind files to each other, not to
 * their author: anyone who may write a folder may write a whole model.
 */
public final class ModelFormat {
  /** The format version of versions that were trained on ratings, and of all files beside it. */
  public static final int VERSION = 1;

  /** The format version in the manifest of versions that were trained on interactions alone. */
  public static final int IMPLICIT_VERSION = 2;

  /** Names of models. They become folder names, arguments of commands and labels of metrics. */
  public static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /** The most bytes of a file: what Java and protobuf can hold in one array. */
  public static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  /** The most bytes of a graph's weights in a file of their own: more than any machine serves. */
  public static final long MOST_WEIGHTS_BYTES = 1L << 36;

  public static final String MODEL_FILE = "model.onnx";
  public static final String USER_SCORES_FILE = "user_scores.onnx";
  public static final String FOLD_IN_FILE = "fold_in.pb";
  public static final String FOLD_IN_SCORES_FILE = "fold_in.onnx";
  public static final String RANKING_FILE = "ranking.pb";
  public static final String RATINGS_FILE = "ratings.pb";
  public static final String METRICS_FILE = "metrics.json";
  public static final String REPORT_FILE = "report.html";
  public static final String RECIPE_FILE = "recipe.conf";

  /** The model card. Hubs of models show the file of this name. */
  public static final String CARD_FILE = "README.md";

  public static final String RATINGS_INPUT = "ratings";
  public static final String USERS_INPUT = "users";
  public static final String COLUMNS_INPUT = "columns";
  public static final String RECONSTRUCTION_OUTPUT = "reconstruction";
  public static final String SCORES_OUTPUT = "scores";

  /** Metadata key of the manifest, as protobuf JSON of {@code autorec.v1.Manifest}. */
  public static final String MANIFEST_KEY = "autorec.manifest";

  /** Metadata key of the users, as protobuf JSON of {@code autorec.v1.Vocabulary}. */
  public static final String USERS_KEY = "autorec.users";

  /** Metadata key of the items, as protobuf JSON of {@code autorec.v1.Vocabulary}. */
  public static final String ITEMS_KEY = "autorec.items";

  private ModelFormat() {}

  /** The file that holds the weights of a large graph, such as {@code model.onnx.data}. */
  public static String weightsFile(String graph) {
    return graph + ".data";
  }
}

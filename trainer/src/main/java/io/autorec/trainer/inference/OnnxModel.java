package io.autorec.trainer.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.autorec.foldin.FoldIn;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.model.RowEncoding;
import io.autorec.model.UserRatings;
import io.autorec.model.files.VersionFiles;
import io.autorec.model.graph.GraphFile;
import io.autorec.trainer.evaluation.Newcomer;
import io.autorec.trainer.evaluation.Reconstructor;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.ranking.UserScorer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A model version, run through ONNX Runtime on the CPU as a server would. */
public final class OnnxModel implements Reconstructor, AutoCloseable {
  /** One run of a graph may use all cores. */
  public static final int ALL_CORES = 0;

  private final int threads;
  private final ModelMetadata metadata;
  private final OrtEnvironment environment;
  private final List<OrtSession> sessions = new ArrayList<>();
  private final OrtSession model;
  private final @Nullable OrtSession userScores;
  private @Nullable FoldIn foldIn;
  private final @Nullable OrtSession foldInScores;

  /** Creates the input of a run, which closes it. */
  private interface Input {
    OnnxTensor create() throws OrtException;
  }

  private OnnxModel(VersionFiles files, int threads) throws ModelFormatException {
    this.threads = threads;
    boolean opened = false;
    // ONNX Runtime loads while the manifest is read.
    ForkJoinTask<OrtEnvironment> loading =
        ForkJoinPool.commonPool().submit(OnnxRuntime::environment);
    try {
      GraphFile graph = files.model();
      this.environment = loading.join();
      this.metadata = graph.metadata();
      this.model = open(graph);
      this.userScores = openIfThere(files, ModelFormat.USER_SCORES_FILE, metadata);
      this.foldIn = files.has(ModelFormat.FOLD_IN_FILE) ? files.foldIn(metadata) : null;
      this.foldInScores = openIfThere(files, ModelFormat.FOLD_IN_SCORES_FILE, metadata);
      opened = true;
    } finally {
      if (!opened) {
        close();
      }
    }
  }

  /**
   * Opens a version folder.
   *
   * @throws ModelFormatException if it does not hold a model of this format
   */
  public static OnnxModel open(Path version) throws ModelFormatException {
    return open(VersionFiles.named(version));
  }

  /** Opens the version of files that are open already. */
  public static OnnxModel open(VersionFiles files) throws ModelFormatException {
    return open(files, ALL_CORES);
  }

  /**
   * Opens the version of files that are open already.
   *
   * @param threads how many threads one run of a graph may use, or {@link #ALL_CORES}
   */
  public static OnnxModel open(VersionFiles files, int threads) throws ModelFormatException {
    return new OnnxModel(files, threads);
  }

  private @Nullable OrtSession openIfThere(VersionFiles files, String name, ModelMetadata metadata)
      throws ModelFormatException {
    return files.has(name) ? open(files.graph(name, metadata)) : null;
  }

  private OrtSession open(GraphFile file) throws ModelFormatException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      for (Map.Entry<String, String> entry : file.sessionEntries().entrySet()) {
        options.addConfigEntry(entry.getKey(), entry.getValue());
      }
      options.setIntraOpNumThreads(threads);
      OrtSession session = environment.createSession(file.bytes(), options);
      sessions.add(session);
      return session;
    } catch (OrtException e) {
      throw new ModelFormatException(
          file.name() + ": no graph that ONNX Runtime can open: " + e.getMessage(), e);
    }
  }

  /** The model's manifest and vocabularies. */
  public ModelMetadata metadata() {
    return metadata;
  }

  @Override
  public float[] reconstruct(RatingMatrix input, int[] rows) {
    int width = metadata.width();
    FloatBuffer encoded = floats(rows.length * width);
    RowEncoding.clear(encoded);
    for (int b = 0; b < rows.length; b++) {
      for (int i = input.start(rows[b]); i < input.start(rows[b] + 1); i++) {
        RowEncoding.observe(encoded, b, width, input.column(i), input.rating(i));
      }
    }
    return run(encoded, rows.length, ModelFormat.RECONSTRUCTION_OUTPUT);
  }

  /**
   * Reconstructs encoded rows.
   *
   * @return [rows, width], unclipped
   */
  float[] scores(FloatBuffer encoded, int rows) {
    return run(encoded, rows, ModelFormat.SCORES_OUTPUT);
  }

  private float[] run(FloatBuffer encoded, int rows, String output) {
    return run(
        model,
        ModelFormat.RATINGS_INPUT,
        () -> OnnxTensor.createTensor(environment, encoded, new long[] {rows, metadata.width()}),
        output);
  }

  /**
   * Predicts the ratings by a new user, or of a new item. The given ratings are input of the
   * network if they are a row of it; otherwise a column is fitted to them.
   *
   * @param kind whether a user or an item
   * @return [items] for a user, [users] for an item; unclipped if fitted
   * @throws ModelFormatException if a column is to be fitted and the model has no {@link FoldIn}
   */
  public float[] predictNewcomer(Orientation kind, Newcomer.Ratings given)
      throws ModelFormatException {
    if (metadata.orientation() == kind) {
      FloatBuffer row = floats(metadata.width());
      RowEncoding.clear(row);
      for (int i = 0; i < given.positions().length; i++) {
        RowEncoding.observe(row, 0, metadata.width(), given.positions()[i], given.values()[i]);
      }
      return run(row, 1, ModelFormat.RECONSTRUCTION_OUTPUT);
    }
    if (foldIn == null) {
      throw new ModelFormatException(
          ("%s: missing (expected: a model with identity as output activation, published by this version "
                  + "of the trainer)")
              .formatted(ModelFormat.FOLD_IN_FILE));
    }
    return fittedScores(foldIn.fit(given.positions(), given.values()));
  }

  /**
   * Scores every row at a fitted column.
   *
   * @param column the column, as {@link FoldIn#fit} returns it
   * @return [rows], unclipped
   */
  public float[] fittedScores(float[] column) {
    if (foldInScores == null) {
      throw new IllegalStateException("the model has no " + ModelFormat.FOLD_IN_SCORES_FILE);
    }
    return run(
        foldInScores,
        ModelFormat.COLUMNS_INPUT,
        () ->
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(column), new long[] {1, column.length}),
        ModelFormat.SCORES_OUTPUT);
  }

  static FloatBuffer floats(int count) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /**
   * Scores every item for known users, as the server does: an item-based model uses its graph for
   * known users, a user-based one their training ratings. For one thread at a time, while this is
   * open.
   *
   * @throws ModelFormatException if the model is item-based and that graph is missing
   */
  public UserScorer knownUsers(UserRatings training) throws ModelFormatException {
    if (metadata.orientation() == Orientation.USER) {
      return new StoredRows(this, training);
    }
    if (userScores == null) {
      throw new ModelFormatException(
          ModelFormat.USER_SCORES_FILE + ": missing (expected: one in an item-based version)");
    }
    return users -> userScores(IntStream.of(users).asLongStream().toArray());
  }

  /**
   * Gives back the memory of all that {@link #knownUsers} does not need. Nothing else can be asked
   * for from then on.
   */
  public void keepKnownUsers() {
    foldIn = null;
    boolean isByItem = metadata.orientation() == Orientation.ITEM;
    closeIf(session -> session != (isByItem ? userScores : model));
  }

  /**
   * Scores every item for some known users of an item-based model.
   *
   * @return [users.length, items], unclipped
   */
  public float[] userScores(long[] users) {
    if (userScores == null) {
      throw new IllegalStateException("only an item-based model scores users");
    }
    return run(
        userScores,
        ModelFormat.USERS_INPUT,
        () ->
            OnnxTensor.createTensor(environment, LongBuffer.wrap(users), new long[] {users.length}),
        ModelFormat.SCORES_OUTPUT);
  }

  private static float[] run(OrtSession session, String inputName, Input input, String output) {
    try (OnnxTensor tensor = input.create();
        OrtSession.Result result = session.run(Map.of(inputName, tensor), Set.of(output))) {
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] copy = new float[values.remaining()];
      values.get(copy);
      return copy;
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    closeIf(session -> true);
  }

  private void closeIf(Predicate<OrtSession> condition) {
    try {
      for (OrtSession session : sessions) {
        if (condition.test(session)) {
          session.close();
        }
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
    }
    sessions.removeIf(condition);
  }
}

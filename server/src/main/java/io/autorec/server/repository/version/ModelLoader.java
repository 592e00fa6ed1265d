package io.autorec.server.repository.version;

import io.autorec.foldin.FoldIn;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.model.RatingHistory;
import io.autorec.model.Sha256;
import io.autorec.model.files.VersionFiles;
import io.autorec.model.graph.GraphFile;
import io.autorec.ranking.RankingHead;
import io.autorec.server.inference.ColumnBatch;
import io.autorec.server.inference.DeviceUnavailableException;
import io.autorec.server.inference.RowBatch;
import io.autorec.server.inference.ScoreGraph;
import io.autorec.server.inference.SessionOptions;
import io.autorec.server.inference.UserBatch;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Loads the folder of one version.
 *
 * @param options the options of sessions
 * @param maxQueuedRows the most rows that wait for a session; a full batch may always wait
 */
public record ModelLoader(SessionOptions options, int maxQueuedRows) {
  /**
   * Checks and opens a version.
   *
   * @throws ModelFormatException if it is damaged, mixed or of another format
   * @throws DeviceUnavailableException if the device does not work here
   */
  public LoadedModel load(String name, long version, Path folder) throws Exception {
    if (!ModelFormat.NAME.matcher(name).matches()) {
      throw new ModelFormatException(
          "name: \"" + name + "\" (expected: " + ModelFormat.NAME.pattern() + ")");
    }
    // Before it is opened: what changes from now on is seen.
    String state = FolderState.of(folder);
    VersionFiles files = VersionFiles.of(folder);
    GraphFile model = files.model();
    ModelMetadata metadata = model.metadata();
    Map<String, String> digests = new HashMap<>(metadata.manifest().getFileDigestsMap());
    digests.put(ModelFormat.MODEL_FILE, Sha256.hex(model.bytes()));
    LoadedModel.Graphs graphs =
        metadata.implicitFeedback()
            ? new LoadedModel.Graphs(null, null, null, null, files.ranking(metadata))
            : graphs(files, model, metadata);
    LoadedModel loaded = null;
    try {
      RatingHistory history = files.ratings(metadata);
      LoadedFiles made = new LoadedFiles(state, digests);
      loaded = new LoadedModel(name, version, metadata, history, graphs, maxQueuedRows, made);
      return loaded;
    } finally {
      if (loaded == null) {
        graphs.close();
      }
    }
  }

  /** Opens the graphs of a version that predicts ratings, and its head if it has one. */
  private LoadedModel.Graphs graphs(VersionFiles files, GraphFile model, ModelMetadata metadata)
      throws Exception {
    SessionOptions chosen = options(metadata);
    ScoreGraph<RowBatch> rows = ScoreGraph.ofRows(model, metadata.width(), chosen);
    ScoreGraph<UserBatch> users = null;
    ScoreGraph<ColumnBatch> columns = null;
    LoadedModel.Graphs graphs = null;
    try {
      if (metadata.orientation() == Orientation.ITEM) {
        GraphFile file = files.graph(ModelFormat.USER_SCORES_FILE, metadata);
        users = ScoreGraph.ofUsers(file, metadata.users().size(), metadata.items().size(), chosen);
      }
      FoldIn foldIn =
          metadata.manifest().containsFileDigests(ModelFormat.FOLD_IN_FILE)
              ? files.foldIn(metadata)
              : null;
      if (foldIn != null) {
        GraphFile file = files.graph(ModelFormat.FOLD_IN_SCORES_FILE, metadata);
        columns = ScoreGraph.ofColumns(file, foldIn, chosen);
      }
      RankingHead ranking = metadata.hasRankingHead() ? files.ranking(metadata) : null;
      graphs = new LoadedModel.Graphs(rows, users, foldIn, columns, ranking);
      return graphs;
    } finally {
      if (graphs == null) {
        new LoadedModel.Graphs(rows, users, null, columns, null).close();
      }
    }
  }

  /**
   * Looks at the folder of a loaded version; returns true if {@link LoadedModel#overwritten} has
   * changed.
   */
  public boolean look(LoadedModel model, Path folder) {
    return model.files().look(folder, this::holds);
  }

  private boolean holds(Path folder, Map<String, String> digests) {
    try {
      VersionFiles files = VersionFiles.of(folder);
      for (Map.Entry<String, String> digest : digests.entrySet()) {
        if (!files.digest(digest.getKey()).equals(digest.getValue())) {
          return false;
        }
      }
      return true;
    } catch (ModelFormatException e) {
      return false;
    }
  }

  /** Returns the options for the graphs of a model. */
  private SessionOptions options(ModelMetadata metadata) throws DeviceUnavailableException {
    return options.mayUseCuda() && metadata.manifest().hasQuantization()
        ? options.forBytes()
        : options;
  }
}

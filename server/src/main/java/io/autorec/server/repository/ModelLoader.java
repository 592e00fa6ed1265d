package io.autorec.server.repository;

import io.autorec.model.FoldIn;
import io.autorec.model.FoldInFile;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.model.RatingHistory;
import io.autorec.model.UserRatings;
import io.autorec.server.inference.ColumnBatch;
import io.autorec.server.inference.DeviceUnavailableException;
import io.autorec.server.inference.RowBatch;
import io.autorec.server.inference.ScoreGraph;
import io.autorec.server.inference.SessionOptions;
import io.autorec.server.inference.UserBatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Loads the folder of one version.
 *
 * @param options how its sessions are opened
 * @param limits what may wait for them
 */
public record ModelLoader(SessionOptions options, QueueLimits limits) {
  /**
   * Checks and opens a version.
   *
   * @throws ModelFormatException if it is damaged, mixed or of another format
   * @throws DeviceUnavailableException if the device does not work here
   */
  LoadedModel load(String name, long version, Path folder) throws Exception {
    Path modelFile = require(folder, ModelFormat.MODEL_FILE);
    SessionOptions chosen = options(modelFile);
    ScoreGraph<RowBatch> rows = ScoreGraph.ofRows(modelFile, chosen);
    ScoreGraph<UserBatch> users = null;
    ScoreGraph<ColumnBatch> columns = null;
    LoadedModel loaded = null;
    try {
      ModelMetadata metadata = ModelMetadata.fromProperties(rows.properties());
      if (rows.width() != metadata.width()) {
        throw new ModelFormatException(
            ModelFormat.MODEL_FILE
                + ": the graph's width is "
                + rows.width()
                + " (expected: the manifest's "
                + metadata.width()
                + ")");
      }
      RatingHistory history = history(folder, metadata);
      users = users(folder, metadata, chosen);
      FoldIn foldIn = foldIn(folder, metadata);
      columns = foldIn == null ? null : columns(folder, metadata, foldIn, chosen);
      LoadedModel.Graphs graphs = new LoadedModel.Graphs(rows, users, foldIn, columns);
      loaded = new LoadedModel(name, version, metadata, history, graphs, limits);
      return loaded;
    } finally {
      if (loaded == null) {
        if (columns != null) {
          columns.close();
        }
        if (users != null) {
          users.close();
        }
        rows.close();
      }
    }
  }

  /** How this model's graphs are opened; its weights are looked at before CUDA gets them. */
  private SessionOptions options(Path modelFile)
      throws ModelFormatException, DeviceUnavailableException {
    return options.mayUseCuda()
            && ModelMetadata.fromProperties(ScoreGraph.propertiesOf(modelFile))
                .manifest()
                .hasQuantization()
        ? options.forBytes()
        : options;
  }

  private RatingHistory history(Path folder, ModelMetadata metadata)
      throws IOException, ModelFormatException {
    Path file = verified(folder, ModelFormat.RATINGS_FILE, metadata);
    RatingHistory history =
        RatingHistory.fromBytes(
            Files.readAllBytes(file), metadata.users().size(), metadata.items().size());
    requireFinite(history.training());
    requireFinite(history.validation());
    requireFinite(history.test());
    return history;
  }

  private static @Nullable ScoreGraph<UserBatch> users(
      Path folder, ModelMetadata metadata, SessionOptions options) throws Exception {
    if (metadata.orientation() != Orientation.ITEM) {
      return null;
    }
    Path file = verified(folder, ModelFormat.USER_SCORES_FILE, metadata);
    return ScoreGraph.ofUsers(file, metadata.items().size(), options);
  }

  private static @Nullable FoldIn foldIn(Path folder, ModelMetadata metadata)
      throws IOException, ModelFormatException {
    if (!metadata.manifest().containsFileDigests(ModelFormat.FOLD_IN_FILE)) {
      return null;
    }
    Path file = verified(folder, ModelFormat.FOLD_IN_FILE, metadata);
    return FoldInFile.fromBytes(Files.readAllBytes(file), metadata.rows().size(), metadata.width());
  }

  private static ScoreGraph<ColumnBatch> columns(
      Path folder, ModelMetadata metadata, FoldIn foldIn, SessionOptions options) throws Exception {
    Path file = verified(folder, ModelFormat.FOLD_IN_SCORES_FILE, metadata);
    return ScoreGraph.ofColumns(file, foldIn, options);
  }

  private static void requireFinite(UserRatings ratings) throws ModelFormatException {
    for (int i = 0; i < ratings.size(); i++) {
      if (!Float.isFinite(ratings.rating(i))) {
        throw new ModelFormatException(
            ModelFormat.RATINGS_FILE + ": rating " + ratings.rating(i) + " (expected: finite)");
      }
    }
  }

  private static Path require(Path folder, String fileName) throws ModelFormatException {
    Path file = folder.resolve(fileName);
    if (!Files.isRegularFile(file)) {
      throw new ModelFormatException(fileName + ": missing");
    }
    return file;
  }

  private static Path verified(Path folder, String fileName, ModelMetadata metadata)
      throws IOException, ModelFormatException {
    Path file = require(folder, fileName);
    String expected = metadata.manifest().getFileDigestsOrDefault(fileName, "");
    String found = sha256(file);
    if (!found.equals(expected)) {
      throw new ModelFormatException(
          fileName
              + ": SHA-256 "
              + found
              + " (expected: the manifest's "
              + (expected.isEmpty() ? "digest, which it lacks" : expected)
              + ")");
    }
    return file;
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(((DigestInputStream) in).getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

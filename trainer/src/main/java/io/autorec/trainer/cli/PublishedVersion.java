package io.autorec.trainer.cli;

import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.ModelMetadata;
import io.autorec.model.RatingHistory;
import io.autorec.trainer.inference.OnnxModel;
import io.autorec.trainer.ranking.UserScorer;
import io.autorec.trainer.ratings.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A published version, opened: its files are those that its manifest speaks of.
 *
 * @param folder {@code <models>/<name>/<version>}
 * @param model its graphs
 * @param history the ratings it was trained, stopped and tested on
 */
record PublishedVersion(Path folder, OnnxModel model, RatingHistory history)
    implements AutoCloseable {
  /** Files that not every version has. */
  private static final List<String> OPTIONAL =
      List.of(
          ModelFormat.USER_SCORES_FILE, ModelFormat.FOLD_IN_FILE, ModelFormat.FOLD_IN_SCORES_FILE);

  /**
   * Opens a version folder.
   *
   * @throws InputException if it does not hold a whole version of this format
   */
  static PublishedVersion open(Path folder) {
    OnnxModel model;
    try {
      model = OnnxModel.open(folder);
    } catch (ModelFormatException e) {
      throw mistake(folder, e);
    }
    boolean whole = false;
    try {
      PublishedVersion version = new PublishedVersion(folder, model, history(folder, model));
      whole = true;
      return version;
    } catch (ModelFormatException e) {
      throw mistake(folder, e);
    } catch (IOException e) {
      throw new InputException(folder + ": cannot be read: " + OutputFolder.reason(e));
    } finally {
      if (!whole) {
        model.close();
      }
    }
  }

  private static RatingHistory history(Path folder, OnnxModel model)
      throws IOException, ModelFormatException {
    ModelMetadata metadata = model.metadata();
    Path ratings = folder.resolve(ModelFormat.RATINGS_FILE);
    if (!Files.exists(ratings)) {
      throw new InputException(ratings + ": missing (expected: a published version folder)");
    }
    requireDigest(ratings, metadata);
    for (String name : OPTIONAL) {
      if (Files.exists(folder.resolve(name))) {
        requireDigest(folder.resolve(name), metadata);
      }
    }
    return RatingHistory.fromBytes(
        Files.readAllBytes(ratings), metadata.users().size(), metadata.items().size());
  }

  private static InputException mistake(Path folder, ModelFormatException e) {
    String message = String.valueOf(e.getMessage());
    return new InputException(
        message.startsWith(folder.toString()) ? message : folder + ": " + message);
  }

  private static void requireDigest(Path file, ModelMetadata metadata) throws IOException {
    String found = Sha256.hex(file);
    String name = file.getFileName().toString();
    String expected = metadata.manifest().getFileDigestsOrDefault(name, "digest, which it lacks");
    if (!found.equals(expected)) {
      throw new InputException(
          file + ": SHA-256 " + found + " (expected: the manifest's " + expected + ")");
    }
  }

  /** What the model says about itself. */
  ModelMetadata metadata() {
    return model.metadata();
  }

  /**
   * What scores its users.
   *
   * @throws InputException if the version cannot
   */
  UserScorer users() {
    try {
      return model.knownUsers(history.training());
    } catch (ModelFormatException e) {
      throw mistake(folder, e);
    }
  }

  /** Its folder and kind, for a person. */
  String description() {
    return folder + " (" + metadata().orientation() + "-based)";
  }

  @Override
  public void close() {
    model.close();
  }
}

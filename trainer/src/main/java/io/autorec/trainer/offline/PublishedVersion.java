package io.autorec.trainer.offline;

import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.ModelMetadata;
import io.autorec.model.RatingHistory;
import io.autorec.model.files.VersionFiles;
import io.autorec.trainer.inference.OnnxModel;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.ranking.UserScorer;
import java.nio.file.Path;

/**
 * An open version folder. Opening it checks that the files are those of its manifest.
 *
 * @param folder {@code <models>/<name>/<version>}
 * @param model its graphs
 * @param history the ratings it was trained, stopped and tested on
 */
public record PublishedVersion(Path folder, OnnxModel model, RatingHistory history)
    implements AutoCloseable {
  /**
   * Opens a version folder.
   *
   * @throws InputException if it does not hold a whole version of this format
   */
  public static PublishedVersion open(Path folder) {
    try {
      VersionFiles files = VersionFiles.named(folder);
      if (!files.has(ModelFormat.MODEL_FILE)) {
        throw new InputException(
            "%s: no %s (expected: a folder <models>/<name>/<version>)"
                .formatted(folder, ModelFormat.MODEL_FILE));
      }
      OnnxModel model = OnnxModel.open(files);
      try {
        return new PublishedVersion(folder, model, files.ratings(model.metadata()));
      } catch (ModelFormatException | RuntimeException e) {
        model.close();
        throw e;
      }
    } catch (ModelFormatException e) {
      throw mistake(folder, e);
    }
  }

  private static InputException mistake(Path folder, ModelFormatException e) {
    return new InputException(folder + ": " + e.getMessage());
  }

  /** The model's manifest and vocabularies. */
  public ModelMetadata metadata() {
    return model.metadata();
  }

  /**
   * The scorer of its users.
   *
   * @throws InputException if the version has no graph for them
   */
  public UserScorer users() {
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

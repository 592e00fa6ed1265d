package io.autorec.trainer.offline;

import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.ModelMetadata;
import io.autorec.model.RatingHistory;
import io.autorec.model.files.VersionFiles;
import io.autorec.ranking.RankingHead;
import io.autorec.trainer.inference.OnnxModel;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.ranking.ListOrders;
import io.autorec.v1.RankBy;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An open version folder. Opening it checks that the files are those of its manifest.
 *
 * @param folder {@code <models>/<name>/<version>}
 * @param model its graphs
 * @param head its ranking head; null if it has none
 * @param history the ratings it was trained, stopped and tested on
 */
public record PublishedVersion(
    Path folder, OnnxModel model, @Nullable RankingHead head, RatingHistory history)
    implements AutoCloseable {
  /**
   * Opens a version folder.
   *
   * @throws InputException if it does not hold a whole version of this format
   */
  public static PublishedVersion open(Path folder) {
    return open(folder, OnnxModel.ALL_CORES);
  }

  /**
   * Opens a version folder.
   *
   * @param threads how many threads one run of a graph may use, or {@link OnnxModel#ALL_CORES}
   * @throws InputException if it does not hold a whole version of this format
   */
  public static PublishedVersion open(Path folder, int threads) {
    try {
      VersionFiles files = VersionFiles.named(folder);
      if (!files.has(ModelFormat.MODEL_FILE)) {
        throw new InputException(
            "%s: no %s (expected: a folder <models>/<name>/<version>)"
                .formatted(folder, ModelFormat.MODEL_FILE));
      }
      OnnxModel model = OnnxModel.open(files, threads);
      try {
        RankingHead head =
            model.metadata().hasRankingHead() ? files.ranking(model.metadata()) : null;
        return new PublishedVersion(folder, model, head, files.ratings(model.metadata()));
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
   * The orders in which it ranks items.
   *
   * @throws InputException if the version has no graph for its users
   */
  public ListOrders orders() {
    boolean byChoice = metadata().defaultOrder() == RankBy.RANK_BY_CHOICE;
    if (metadata().implicitFeedback()) {
      return new ListOrders(null, head, byChoice);
    }
    try {
      return new ListOrders(model.knownUsers(history.training()), head, byChoice);
    } catch (ModelFormatException e) {
      throw mistake(folder, e);
    }
  }

  /**
   * Returns true if lists are ranked by choice, and false if by predicted rating.
   *
   * @param asked what is asked for; unspecified for the default of the version
   * @throws InputException if the version cannot rank so, in one line that names the option
   */
  public boolean ranksByChoice(RankBy asked) {
    return switch (asked) {
      case RANK_BY_PREDICTED_RATING -> {
        if (metadata().implicitFeedback()) {
          throw new InputException(
              "--rank-by: predicted-rating, and %s was trained on interactions (expected: choice)"
                  .formatted(folder));
        }
        yield false;
      }
      case RANK_BY_CHOICE -> {
        if (head == null) {
          throw new InputException(
              "--rank-by: choice, and %s has no %s (expected: predicted-rating, or a version published by this version of the trainer)"
                  .formatted(folder, ModelFormat.RANKING_FILE));
        }
        yield true;
      }
      default -> metadata().defaultOrder() == RankBy.RANK_BY_CHOICE;
    };
  }

  /** Its folder and kind, for a person. */
  String description() {
    return described(folder.toString());
  }

  /**
   * Its folder and kind, for a person.
   *
   * @param name the folder as that person names it
   */
  public String described(String name) {
    return name
        + (metadata().implicitFeedback()
            ? " (interactions)"
            : " (" + metadata().orientation() + "-based)");
  }

  @Override
  public void close() {
    model.close();
  }
}

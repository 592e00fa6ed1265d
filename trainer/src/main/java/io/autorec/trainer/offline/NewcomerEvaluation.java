package io.autorec.trainer.offline;

import io.autorec.model.ModelFormatException;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.trainer.evaluation.Newcomer;
import io.autorec.trainer.evaluation.NewcomerError;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.RatingsReader;
import io.autorec.trainer.ratings.ReadOptions;
import io.autorec.trainer.source.RatingsSource;
import java.nio.file.Path;
import java.util.List;

/**
 * The errors of a published version for users or items that it was not trained with.
 *
 * @param model the version's folder and kind, for people
 * @param newcomers the number of such users or items
 * @param givenRatings the number of their ratings that the version got
 * @param error the error on their hidden ratings
 */
public record NewcomerEvaluation(
    String model, int newcomers, long givenRatings, NewcomerError error) {
  /**
   * Evaluates a version through ONNX Runtime.
   *
   * @param version {@code <models>/<name>/<version>}
   * @param kind whether users or items are new
   * @param mostGiven the most ratings of each that the version gets
   * @param seed decides which ratings are hidden
   * @throws InputException if the version or the file cannot be used, in one line for the user
   */
  public static NewcomerEvaluation of(
      Path version,
      RatingsSource ratings,
      ReadOptions reading,
      Orientation kind,
      int mostGiven,
      long seed) {
    try (PublishedVersion opened = PublishedVersion.open(version)) {
      ModelMetadata metadata = opened.metadata();
      if (metadata.implicitFeedback()) {
        throw new InputException(
            version
                + ": trained on interactions, and predicts no ratings (expected: a version trained on"
                + " ratings; evaluate measures the lists of this one)");
      }
      RatingsFile file = RatingsReader.readRatings(ratings, reading);
      List<Newcomer> newcomers = Newcomer.of(file.table(), metadata, kind, mostGiven, seed);
      if (newcomers.isEmpty()) {
        throw new InputException(
            ratings
                + (kind == Orientation.USER
                    ? ": no user that the model does not know, with at least two ratings of items"
                        + " that it knows"
                    : ": no item that the model does not know, with at least two ratings by users"
                        + " that it knows"));
      }
      RatingMatrix training =
          UnseenRatings.matrix(metadata, opened.history().training(), kind.other());
      NewcomerError error =
          NewcomerError.of(
              given -> opened.model().predictNewcomer(kind, given),
              newcomers,
              training,
              metadata.scale());
      long given =
          newcomers.stream().mapToLong(newcomer -> newcomer.given().positions().length).sum();
      return new NewcomerEvaluation(opened.description(), newcomers.size(), given, error);
    } catch (ModelFormatException e) {
      throw new InputException(String.valueOf(e.getMessage()));
    }
  }
}

package io.autorec.trainer.ratings;

import io.autorec.model.UserRatings;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.scale.ScaleChoice;
import io.autorec.trainer.times.RatingTimes;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;

/**
 * A ratings file, or the result of a query, that was read.
 *
 * @param table its ratings; {@code table.size() == rows - repeatedPairs}
 * @param unrated the pairs that rows without a rating name, by user, over the vocabularies of the
 *     table; none is in the table, and there are none if the rows are interactions
 * @param times the times of its ratings, if they are kept
 * @param feedback what its rows tell; every rating of the table is 1 if they are interactions
 * @param scale the scale of its ratings
 * @param fileName its name, without the folder; of a database, its URL without user and password
 * @param sha256 the digest of its bytes on disk (compressed, if it is), in lower-case hexadecimal;
 *     of a query, that of its table ({@link RatingTable#sha256})
 * @param rows the number of good rows of data, without the header, blank lines, skipped rows and
 *     those without a rating
 * @param repeatedPairs the number of rows replaced by a later rating of the same item by the same
 *     user
 * @param skippedRows the number of bad rows left out; 0 unless the options say to skip them
 * @param summary what was understood of it
 */
@RecordBuilder
public record RatingsFile(
    RatingTable table,
    UserRatings unrated,
    RatingTimes times,
    Feedback feedback,
    ScaleChoice scale,
    String fileName,
    String sha256,
    long rows,
    long repeatedPairs,
    long skippedRows,
    ReadingSummary summary) {

  /**
   * Returns this file if it holds ratings.
   *
   * @throws InputException if it holds interactions, from which no rating can be predicted
   */
  public RatingsFile requireRatings() {
    if (feedback.isImplicit()) {
      throw new InputException(
          "%s: interactions, %s (expected: ratings, of two values or more)"
              .formatted(fileName, feedback.reason()));
    }
    return this;
  }

  /**
   * The same file with titles of its items.
   *
   * @param titlesName the name of the file of titles
   * @param titles titles by item id
   */
  public RatingsFile withTitles(String titlesName, Map<String, String> titles) {
    long found = table.items().ids().stream().filter(titles::containsKey).count();
    String told =
        "titles: %d of %d items have one in %s".formatted(found, table.items().size(), titlesName);
    if (found == 0 && !titles.isEmpty()) {
      told +=
          "; its ids are such as %s, those of the ratings such as %s"
              .formatted(
                  InputException.quoted(titles.keySet().iterator().next()),
                  InputException.quoted(table.items().id(0)));
    }
    return RatingsFileBuilder.builder(this)
        .table(table.withItemTitles(titles))
        .summary(ReadingSummaryBuilder.builder(summary).titles(told).build())
        .build();
  }
}

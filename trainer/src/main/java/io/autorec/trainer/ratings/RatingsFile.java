package io.autorec.trainer.ratings;

import io.autorec.trainer.input.InputException;

/**
 * A ratings file that was read.
 *
 * @param table its ratings; {@code table.size() == rows - repeatedPairs}
 * @param feedback what its rows tell; every rating of the table is 1 if they are interactions
 * @param fileName its name, without the folder
 * @param sha256 the digest of its bytes on disk (compressed, if it is), in lower-case hexadecimal
 * @param rows the number of good rows of data, without the header, blank lines and skipped rows
 * @param repeatedPairs the number of rows replaced by a later rating of the same item by the same
 *     user
 * @param skippedRows the number of bad rows left out; 0 unless the options say to skip them
 * @param summary what was understood of it
 */
public record RatingsFile(
    RatingTable table,
    Feedback feedback,
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
}

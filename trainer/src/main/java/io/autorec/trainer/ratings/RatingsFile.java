package io.autorec.trainer.ratings;

/**
 * A ratings file that was read.
 *
 * @param table its ratings; {@code table.size() == rows - repeatedPairs}
 * @param fileName its name, without the folder
 * @param sha256 the digest of its bytes on disk (compressed, if it is), in lower-case hexadecimal
 * @param rows the number of good rows of data, without the header, blank lines and skipped rows
 * @param repeatedPairs the number of rows replaced by a later rating of the same item by the same
 *     user
 * @param skippedRows the number of bad rows left out; 0 unless the options say to skip them
 */
public record RatingsFile(
    RatingTable table,
    String fileName,
    String sha256,
    long rows,
    long repeatedPairs,
    long skippedRows) {}

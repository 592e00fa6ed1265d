package io.autorec.trainer.ratings;

/**
 * A ratings file, read.
 *
 * @param table its ratings; {@code table.size() == rows - repeatedPairs}
 * @param fileName its name, without the folder
 * @param sha256 of its bytes as they lie on disk (compressed, where it is), in lower-case hex
 * @param rows good rows of data: without the header, blank lines and skipped rows
 * @param repeatedPairs rows that gave way to a later rating of the same item by the same user
 * @param skippedRows bad rows left out; 0 unless the options say to skip them
 */
public record RatingsFile(
    RatingTable table,
    String fileName,
    String sha256,
    long rows,
    long repeatedPairs,
    long skippedRows) {}

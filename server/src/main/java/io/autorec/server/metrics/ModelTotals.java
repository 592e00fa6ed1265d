package io.autorec.server.metrics;

/**
 * What a model version did since it was loaded.
 *
 * @param lastAnswerMillis the time of the last answer since the epoch; 0: there was none
 * @param answered the calls that were answered
 * @param failed the calls that were not
 * @param rows the rows and users of the calls that were answered
 * @param runs the runs of its graphs
 * @param answeredNanos the durations of the calls that were answered
 * @param queuedNanos the waits of jobs
 * @param encodedNanos the writes of batches
 * @param runNanos the runs of batches
 * @param decodedNanos the reads of batches
 */
public record ModelTotals(
    long lastAnswerMillis,
    long answered,
    long failed,
    long rows,
    long runs,
    long answeredNanos,
    long queuedNanos,
    long encodedNanos,
    long runNanos,
    long decodedNanos) {}

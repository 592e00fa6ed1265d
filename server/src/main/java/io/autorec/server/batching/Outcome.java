package io.autorec.server.batching;

/**
 * The end of a job.
 *
 * @param <T> the job's result
 */
public sealed interface Outcome<T> {
  /** The job ran. */
  record Completed<T>(T value) implements Outcome<T> {}

  /**
   * The job was refused on submission, because the queue was full or it would have missed its
   * deadline.
   *
   * @param drainNanos the expected time until the queue is empty; with an empty queue, until a
   *     worker is free
   */
  record Overloaded<T>(long drainNanos) implements Outcome<T> {}

  /** The job was dropped before it ran, because its deadline had passed. */
  record Expired<T>() implements Outcome<T> {}

  /** The job was dropped before it ran, because nobody waited for it. */
  record Cancelled<T>() implements Outcome<T> {}

  /** The job was refused, because the batcher was closed. */
  record Closed<T>() implements Outcome<T> {}

  /** The job failed; other jobs of its batch may have succeeded. */
  record Failed<T>(Throwable cause) implements Outcome<T> {}
}

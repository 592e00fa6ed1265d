package io.autorec.server.batching;

/**
 * The end of a job.
 *
 * @param <T> the job's result
 */
public sealed interface Outcome<T> {
  /** It ran. */
  record Completed<T>(T value) implements Outcome<T> {}

  /**
   * It was refused on submission: the queue is full, or the job would have missed its deadline.
   *
   * @param drainNanos expected time until the queue is empty; with an empty queue, until a worker
   *     is free
   */
  record Overloaded<T>(long drainNanos) implements Outcome<T> {}

  /** It was dropped before it ran, because its deadline had passed. */
  record Expired<T>() implements Outcome<T> {}

  /** It was dropped before it ran, because nobody waits for it. */
  record Cancelled<T>() implements Outcome<T> {}

  /** It was refused, because the batcher is closed. */
  record Closed<T>() implements Outcome<T> {}

  /** It failed; other jobs of its batch did not. */
  record Failed<T>(Throwable cause) implements Outcome<T> {}
}

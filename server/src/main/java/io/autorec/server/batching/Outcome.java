package io.autorec.server.batching;

/**
 * What became of a job.
 *
 * @param <T> the job's result
 */
public sealed interface Outcome<T> {
  /** It ran. */
  record Completed<T>(T value) implements Outcome<T> {}

  /**
   * It was refused at once: the queue is full, or it would not have been answered by its deadline.
   *
   * @param drainNanos when what waits now is expected to be done; where nothing waits, when a
   *     worker is expected to be free
   */
  record Overloaded<T>(long drainNanos) implements Outcome<T> {}

  /** It was dropped before it ran: its deadline had passed. */
  record Expired<T>() implements Outcome<T> {}

  /** It was dropped before it ran: nobody waits for it. */
  record Cancelled<T>() implements Outcome<T> {}

  /** It was refused, because the batcher is closed. */
  record Closed<T>() implements Outcome<T> {}

  /** It, and no other job, failed. */
  record Failed<T>(Throwable cause) implements Outcome<T> {}
}

package io.autorec.server.answer;

import java.util.concurrent.CompletableFuture;

/**
 * Answers one request from one model.
 *
 * @param <A> the answer
 */
interface UseCase<A> {
  /**
   * Checks that the model can do what the request asks.
   *
   * @throws RefusedException if it cannot
   */
  void requireAble();

  /** Computes the answer to a valid request that the model can answer. */
  CompletableFuture<A> answer();
}

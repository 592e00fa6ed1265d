package io.autorec.server.answer.job;

import io.autorec.server.batching.NotRunException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Joins the parts of an answer. */
public final class Parts {
  private Parts() {}

  /** A part that drops the other parts of its call if it fails. */
  public static <T> CompletableFuture<T> abandoning(CallContext call, CompletableFuture<T> part) {
    return part.whenComplete(
        (value, thrown) -> {
          if (thrown != null) {
            call.abandon();
          }
        });
  }

  /**
   * Joins parts that have ended. If one failed, its failure counts, not that of the parts abandoned
   * because of it.
   */
  public static <T> List<T> join(List<CompletableFuture<T>> parts) {
    List<T> values = new ArrayList<>(parts.size());
    CompletionException failed = null;
    for (CompletableFuture<T> part : parts) {
      try {
        values.add(part.join());
      } catch (CompletionException e) {
        failed = failed == null || isCancelled(failed) ? e : failed;
      }
    }
    if (failed != null) {
      throw failed;
    }
    return values;
  }

  private static boolean isCancelled(CompletionException failed) {
    return failed.getCause() instanceof NotRunException notRun
        && notRun.reason() == NotRunException.Reason.CANCELLED;
  }
}

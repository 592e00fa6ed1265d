package io.autorec.server.answer.ranking;

import io.autorec.ranking.RankedItems;
import io.autorec.server.answer.job.CallContext;
import io.autorec.server.answer.job.SideWork;
import io.autorec.server.repository.version.ChoiceLists;
import io.autorec.server.request.InputRow;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Ranks items by choice for one Recommend, on the thread of the call unless it takes long: batch
 * workers never wait for it.
 *
 * @param lists the ranking head and the lists of known users
 * @param ratings the known ratings of the user
 */
public record ChoiceRanking(
    ChoiceLists lists, InputRow ratings, ItemChoice choice, CallContext call, SideWork sideWork) {
  /** Scores the candidates. */
  public CompletableFuture<float[]> scores() {
    return sideWork.sum(call, lists.head().additions(ratings.positions()), this::sums);
  }

  /**
   * Ranks the candidates.
   *
   * @param storedUser the user, if the ratings are those of training
   */
  public CompletableFuture<ItemChoice.Pool> best(OptionalInt storedUser) {
    if (storedUser.isEmpty() || !choice.mayUseLists()) {
      return scores().thenApply(choice::best);
    }
    int user = storedUser.getAsInt();
    RankedItems kept = lists.kept(user);
    ItemChoice.Pool pool = kept == null ? null : fromList(kept);
    return pool != null
        ? CompletableFuture.completedFuture(pool)
        : sideWork.sum(
            call,
            lists.head().additions(ratings.positions()),
            () -> {
              ItemChoice.Pool fromNew = kept == null ? fromList(lists.rank(user)) : null;
              return fromNew != null ? fromNew : choice.best(sums());
            });
  }

  private ItemChoice.@Nullable Pool fromList(RankedItems list) {
    return choice.fromList(list, list.size() < ChoiceLists.LENGTH);
  }

  private float[] sums() {
    return choice.ofCandidates(lists.head().scores(ratings.positions(), ratings.ratings()));
  }
}

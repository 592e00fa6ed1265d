package io.autorec.server.answer;

import io.autorec.server.answer.job.CallContext;
import io.autorec.server.answer.job.Parts;
import io.autorec.server.answer.job.SideWork;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.request.RecommendQueries;
import io.autorec.server.request.RecommendQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Recommends items to several known users, as a {@link Recommendation} does to each. If one list
 * fails, none is answered.
 */
record RecommendationBatch(
    LoadedModel model, RecommendQueries query, CallContext call, SideWork sideWork)
    implements UseCase<List<RecommendedItems>> {
  /** As many lists are ranked on the thread of the call: each may take a millisecond. */
  private static final int BRIEF = 4;

  @Override
  public void requireAble() {
    query.each().stream().map(this::each).forEach(Recommendation::requireAble);
  }

  private Recommendation each(RecommendQuery one) {
    return new Recommendation(model, one, call, sideWork);
  }

  @Override
  public CompletableFuture<List<RecommendedItems>> answer() {
    // All of them first: an unknown user costs nothing but the look.
    query.each().forEach(one -> Subject.requireKnown(model, one));
    List<CompletableFuture<RecommendedItems>> lists = new ArrayList<>();
    int users = query.each().size();
    for (int start = 0; start < users; start += BRIEF) {
      List<RecommendQuery> part = query.each().subList(start, Math.min(users, start + BRIEF));
      if (users <= BRIEF) {
        lists.addAll(start(part));
      } else {
        CompletableFuture<List<CompletableFuture<RecommendedItems>>> started =
            sideWork.compare(call, () -> start(part));
        for (int i = 0; i < part.size(); i++) {
          int index = i;
          lists.add(Parts.abandoning(call, started.thenCompose(all -> all.get(index))));
        }
      }
    }
    return CompletableFuture.allOf(lists.toArray(new CompletableFuture<?>[0]))
        .handle((done, thrown) -> Parts.join(lists));
  }

  private List<CompletableFuture<RecommendedItems>> start(List<RecommendQuery> part) {
    return part.stream().map(one -> Parts.abandoning(call, each(one).answer())).toList();
  }
}

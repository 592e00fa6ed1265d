package io.autorec.server.answer;

import io.autorec.model.IdVocabulary;
import io.autorec.model.ModelFormat;
import io.autorec.model.Orientation;
import io.autorec.ranking.Likeness;
import io.autorec.ranking.RankedItems;
import io.autorec.server.answer.job.CallContext;
import io.autorec.server.answer.job.SideWork;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.request.SimilarQuery;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Finds the items, or the users, that the model finds most like a given one. */
record Similarity(LoadedModel model, SimilarQuery query, CallContext call, SideWork sideWork)
    implements UseCase<NearestIds> {
  @Override
  public void requireAble() {
    if (model.likeness(query.of()).isEmpty()) {
      throw RefusedException.unable(
          model,
          "has no codes of "
              + query.of()
              + "s (expected: a model with "
              + ModelFormat.FOLD_IN_FILE
              + ", published by this version of the trainer)");
    }
  }

  @Override
  public CompletableFuture<NearestIds> answer() {
    IdVocabulary ids =
        query.of() == Orientation.ITEM ? model.metadata().items() : model.metadata().users();
    int one =
        ids.position(query.id())
            .orElseThrow(
                () ->
                    new RefusedException(
                        new Refusal.UnknownId(query.of(), query.id(), model.name())));
    Likeness likeness = model.likeness(query.of()).orElseThrow();
    return sideWork
        .compare(call, () -> nearest(likeness, one, ids.size()))
        .thenApply(nearest -> new NearestIds(model, ids, nearest));
  }

  private RankedItems nearest(Likeness likeness, int one, int all) {
    float[] alike = likeness.of(one, IntStream.range(0, all).toArray());
    alike[one] = RankedItems.LEFT_OUT;
    return RankedItems.best(alike, query.topN());
  }
}

package io.autorec.server.endpoint;

import io.autorec.foldin.Codes;
import io.autorec.model.IdVocabulary;
import io.autorec.model.ModelFormat;
import io.autorec.model.Orientation;
import io.autorec.ranking.RankedItems;
import io.autorec.ranking.TopItems;
import io.autorec.server.repository.LoadedModel;
import io.autorec.server.request.Limits;
import io.autorec.server.request.Violation;
import io.autorec.v1.SimilarItemsRequest;
import io.autorec.v1.SimilarItemsResponse;
import io.autorec.v1.SimilarUsersRequest;
import io.autorec.v1.SimilarUsersResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Answers which items are like one, or which users. */
final class Similar {
  private final LoadedModel model;
  private final Limits limits;
  private final Waiting caller;
  private final SideWork sideWork;

  Similar(LoadedModel model, Limits limits, Waiting caller, SideWork sideWork) {
    this.model = model;
    this.limits = limits;
    this.caller = caller;
    this.sideWork = sideWork;
  }

  CompletableFuture<SimilarItemsResponse> items(SimilarItemsRequest request) {
    IdVocabulary items = model.metadata().items();
    return nearest(
            Orientation.ITEM, request.getItemId(), items, request.hasTopN(), request.getTopN())
        .thenApply(
            nearest -> {
              SimilarItemsResponse.Builder response =
                  SimilarItemsResponse.newBuilder().setModel(ModelInfos.ref(model));
              for (int i = 0; i < nearest.size(); i++) {
                response
                    .addItemsBuilder()
                    .setItemId(items.id(nearest.items()[i]))
                    .setTitle(items.title(nearest.items()[i]))
                    .setSimilarity(nearest.scores()[i]);
              }
              return response.build();
            });
  }

  CompletableFuture<SimilarUsersResponse> users(SimilarUsersRequest request) {
    IdVocabulary users = model.metadata().users();
    return nearest(
            Orientation.USER, request.getUserId(), users, request.hasTopN(), request.getTopN())
        .thenApply(
            nearest -> {
              SimilarUsersResponse.Builder response =
                  SimilarUsersResponse.newBuilder().setModel(ModelInfos.ref(model));
              for (int i = 0; i < nearest.size(); i++) {
                response
                    .addUsersBuilder()
                    .setUserId(users.id(nearest.items()[i]))
                    .setSimilarity(nearest.scores()[i]);
              }
              return response.build();
            });
  }

  /** Checks a request, then compares with all, which takes its time. */
  private CompletableFuture<RankedItems> nearest(
      Orientation of, String id, IdVocabulary ids, boolean hasTopN, int asked) {
    String kind = of.toString();
    Codes codes =
        model
            .codes(of)
            .orElseThrow(
                () ->
                    Refusals.failedPrecondition(
                        "model \""
                            + model.name()
                            + "\" has no codes of "
                            + kind
                            + "s (expected: a model with "
                            + ModelFormat.FOLD_IN_FILE
                            + ", published by this version of the trainer)"));
    List<Violation> violations = new ArrayList<>();
    int topN = limits.topN(hasTopN, asked, violations);
    if (id.isEmpty()) {
      violations.add(
          new Violation(kind + "_id", "empty (expected: the id of a known " + kind + ")"));
    }
    Refusals.requireNone(model, violations, 0);
    int one = ids.position(id).orElseThrow(() -> Refusals.unknown(of, id, model));
    return sideWork.compare(
        caller,
        () -> {
          float[] cosines = codes.cosines(one);
          cosines[one] = TopItems.LEFT_OUT;
          return RankedItems.best(cosines, topN);
        });
  }
}

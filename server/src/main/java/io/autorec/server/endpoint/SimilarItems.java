package io.autorec.server.endpoint;

import io.autorec.model.IdVocabulary;
import io.autorec.model.ModelFormat;
import io.autorec.ranking.TopItems;
import io.autorec.server.repository.Fitting;
import io.autorec.server.repository.LoadedModel;
import io.autorec.server.request.Limits;
import io.autorec.server.request.Violation;
import io.autorec.v1.SimilarItemsRequest;
import io.autorec.v1.SimilarItemsResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Answers which items are like one. */
final class SimilarItems {
  private SimilarItems() {}

  /** Checks a request, then compares all items, which takes its time, off the network thread. */
  static CompletableFuture<SimilarItemsResponse> of(
      LoadedModel model, SimilarItemsRequest request, Limits limits) {
    Fitting fitting =
        model
            .fitting()
            .orElseThrow(
                () ->
                    Refusals.failedPrecondition(
                        "model \""
                            + model.name()
                            + "\" has no codes of items (expected: an item-based model with "
                            + ModelFormat.FOLD_IN_FILE
                            + ")"));
    List<Violation> violations = new ArrayList<>();
    int topN = limits.topN(request.hasTopN(), request.getTopN(), violations);
    if (request.getItemId().isEmpty()) {
      violations.add(new Violation("item_id", "empty (expected: the id of an item)"));
    }
    Refusals.requireNone(violations);
    IdVocabulary items = model.metadata().items();
    int item =
        items
            .position(request.getItemId())
            .orElseThrow(
                () ->
                    Refusals.notFound(
                        "item \""
                            + request.getItemId()
                            + "\": unknown to model \""
                            + model.name()
                            + "\""));
    return CompletableFuture.supplyAsync(
        () -> {
          float[] similarities = fitting.foldIn().similarities(item);
          similarities[item] = TopItems.LEFT_OUT;
          SimilarItemsResponse.Builder response =
              SimilarItemsResponse.newBuilder().setModel(ModelInfos.ref(model));
          for (int other : TopItems.best(similarities, topN)) {
            response
                .addItemsBuilder()
                .setItemId(items.id(other))
                .setTitle(items.title(other))
                .setSimilarity(similarities[other]);
          }
          return response.build();
        });
  }
}

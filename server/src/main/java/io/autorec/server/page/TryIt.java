package io.autorec.server.page;

import io.autorec.model.Orientation;
import io.autorec.server.answer.Answers;
import io.autorec.server.answer.NearestIds;
import io.autorec.server.answer.Refusal;
import io.autorec.server.answer.RefusedException;
import io.autorec.server.answer.job.CallContext;
import io.autorec.server.calls.RefusalStatus;
import io.autorec.server.page.TryView.ItemList;
import io.autorec.server.repository.ModelCatalog;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.request.ModelChoice;
import io.autorec.server.request.RecommendQuery;
import io.autorec.server.request.SimilarQuery;
import io.autorec.v1.ModelRef;
import io.autorec.v1.RankBy;
import io.autorec.v1.Rating;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.SimilarItemsRequest;
import io.autorec.v1.SparseRatings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the form by the use cases that also answer gRPC calls. */
final class TryIt {
  private static final Logger log = LoggerFactory.getLogger(TryIt.class);
  private static final int FOUND = 8;
  private static final int LISTED = 10;
  private static final int REASONS = 2;

  private final Answers answers;

  TryIt(Answers answers) {
    this.answers = answers;
  }

  /** Finds the version that a form names; the newest of its name or the default if it is gone. */
  static Optional<LoadedModel> find(ModelCatalog catalog, String choice) {
    ModelRef ref = TryForm.ref(choice);
    return catalog
        .find(ref)
        .or(() -> catalog.find(ref.getName(), 0))
        .or(() -> catalog.find(ModelRef.getDefaultInstance()));
  }

  /**
   * Answers a form.
   *
   * @throws RefusedException if no model is served
   */
  CompletableFuture<TryView> answer(TryForm form, CallContext call) {
    ModelCatalog catalog = answers.catalog();
    LoadedModel model =
        find(catalog, form.model()).orElseThrow(() -> new RefusedException(Refusal.NO_MODEL_YET));
    List<CompletableFuture<ItemList>> lists = new ArrayList<>();
    lists.add(recommend(model, form, call));
    if (!form.compared().isEmpty()) {
      find(catalog, form.compared()).ifPresent(other -> lists.add(recommend(other, form, call)));
    }
    List<CompletableFuture<ItemList>> similar =
        form.like().isEmpty() ? List.of() : List.of(similar(model, form.like(), call));
    List<RateField> found = new ArrayList<>();
    Set<String> shown = new HashSet<>();
    for (int item : ItemSearch.find(model, form.search(), FOUND)) {
      String id = model.metadata().items().id(item);
      shown.add(id);
      found.add(RateField.of(model, item, form.ratings().get(id)));
    }
    List<RateField> others = new ArrayList<>();
    for (Map.Entry<String, Float> rating : form.ratings().entrySet()) {
      if (!shown.contains(rating.getKey())) {
        model
            .metadata()
            .items()
            .position(rating.getKey())
            .ifPresent(item -> others.add(RateField.of(model, item, rating.getValue())));
      }
    }
    return all(lists)
        .thenCombine(
            all(similar),
            (listed, like) ->
                new TryView(
                    found,
                    others,
                    listed,
                    form.like(),
                    form.press() == TryForm.Press.SIMILAR,
                    form.press() == TryForm.Press.CLOSE,
                    like,
                    said(form, form.press() == TryForm.Press.SIMILAR ? like : listed)));
  }

  private static String said(TryForm form, List<ItemList> lists) {
    ItemList first = lists.get(0);
    if (first.failed()) {
      return first.problem();
    }
    return form.press() == TryForm.Press.SIMILAR
        ? Words.count(first.items().size(), "similar item")
        : Words.count(first.items().size(), "recommendation")
            + " from "
            + Words.count(form.ratings().size(), "rating");
  }

  private static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> futures.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<ItemList> recommend(LoadedModel model, TryForm form, CallContext call) {
    SparseRatings.Builder ratings = SparseRatings.newBuilder();
    form.ratings()
        .forEach((id, value) -> ratings.addRatings(Rating.newBuilder().setId(id).setRating(value)));
    RecommendRequest.Builder request =
        RecommendRequest.newBuilder()
            .setModel(model.ref())
            .setTopN(LISTED)
            .setExplain(explains(model) ? REASONS : 0);
    if (form.user().isEmpty()) {
      request.setRatings(ratings);
    } else {
      request.setUserId(form.user());
      if (ratings.getRatingsCount() > 0) {
        request.setNewRatings(ratings);
      }
    }
    RecommendRequest message = request.build();
    return list(
        Words.version(model),
        () ->
            answers.recommend(RecommendQuery.model(message), RecommendQuery.reader(message), call),
        RecommendedList::of);
  }

  /** Returns true if the model can say why it ranks an item, in its default order. */
  private static boolean explains(LoadedModel model) {
    return model.metadata().defaultOrder() == RankBy.RANK_BY_CHOICE
        ? model.choiceLists().isPresent()
        : model.metadata().orientation() == Orientation.USER || model.newColumns().isPresent();
  }

  private CompletableFuture<ItemList> similar(LoadedModel model, String item, CallContext call) {
    SimilarItemsRequest message =
        SimilarItemsRequest.newBuilder()
            .setModel(model.ref())
            .setItemId(item)
            .setTopN(LISTED)
            .build();
    String label =
        model.metadata().items().position(item).stream()
            .mapToObj(position -> RateField.label(model, position))
            .findFirst()
            .orElse(item);
    return list(
        "Similar to " + label,
        () ->
            answers.similar(ModelChoice.of(message.getModel()), SimilarQuery.reader(message), call),
        TryIt::similarList);
  }

  private static List<TryView.Item> similarItems(NearestIds answer) {
    List<TryView.Item> items = new ArrayList<>();
    for (int i = 0; i < answer.nearest().size(); i++) {
      int item = answer.nearest().items()[i];
      items.add(
          new TryView.Item(
              answer.ids().id(item),
              RateField.label(answer.ids().title(item), answer.ids().id(item)),
              Numbers.exact(answer.nearest().scores()[i]),
              "similarity",
              List.of()));
    }
    return items;
  }

  private static ItemList similarList(NearestIds answer) {
    return new ItemList("", Words.version(answer.model()), similarItems(answer), "");
  }

  /** Makes a list, which says why there is none if the use case refuses it. */
  private static <A> CompletableFuture<ItemList> list(
      String name, Supplier<CompletableFuture<A>> useCase, Function<A, ItemList> listOf) {
    CompletableFuture<A> answer;
    try {
      answer = useCase.get();
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    return answer
        .thenApply(listOf)
        .handle(
            (list, thrown) ->
                thrown == null
                    ? new ItemList(name, list.note(), list.items(), "")
                    : new ItemList(name, "", List.of(), problem(thrown)));
  }

  /** Returns why there is no answer. Failures are logged here. */
  static String problem(Throwable thrown) {
    Refusal refusal = RefusedException.refusalIn(thrown);
    if (refusal instanceof Refusal.Failure failure) {
      log.error("the page could not be answered", failure.cause());
    }
    return RefusalStatus.description(refusal);
  }
}

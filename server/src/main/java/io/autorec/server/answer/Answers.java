package io.autorec.server.answer;

import io.autorec.model.Orientation;
import io.autorec.server.answer.job.CallContext;
import io.autorec.server.metrics.ModelMetrics;
import io.autorec.server.metrics.ModelMetrics.BadInput;
import io.autorec.server.metrics.ModelMetrics.Reason;
import io.autorec.server.repository.ModelCatalog;
import io.autorec.server.repository.ModelLease;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.request.ModelChoice;
import io.autorec.server.request.ModelRequest;
import io.autorec.server.request.PredictQuery;
import io.autorec.server.request.Query;
import io.autorec.server.request.RecommendQuery;
import io.autorec.server.request.SimilarQuery;
import io.autorec.server.request.Violation;
import io.autorec.v1.ModelRef;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests from the models of a server. Each method leases the model that the request
 * names, reads the request against it, runs the use case, and counts the result for the model. If
 * there is no answer, the method throws a {@link RefusedException}, or the future fails with one.
 *
 * <p>Safe for use by several threads.
 */
public final class Answers {
  private final Serving serving;

  /**
   * Makes the answers of a server.
   *
   * @param serving the models
   */
  public Answers(Serving serving) {
    this.serving = serving;
  }

  /** Recommends items to a user. */
  public CompletableFuture<RecommendedItems> recommend(
      ModelRequest<RecommendQuery> request, CallContext call) {
    return answer(
        request,
        call,
        (model, query) -> new Recommendation(model, query, call, serving.sideWork()));
  }

  /** Predicts the ratings of rows. */
  public CompletableFuture<PredictedRatings> predict(
      ModelRequest<PredictQuery> request, CallContext call) {
    return answer(
        request, call, (model, query) -> new Prediction(model, query, call, serving.sideWork()));
  }

  /** Finds the items, or the users, that are most like one. */
  public CompletableFuture<NearestIds> similar(
      ModelRequest<SimilarQuery> request, CallContext call) {
    return answer(
        request, call, (model, query) -> new Similarity(model, query, call, serving.sideWork()));
  }

  /** Finds a loaded model, to describe it. Running it needs a lease. */
  public LoadedModel model(ModelChoice choice) {
    ModelCatalog catalog = catalog();
    requireNone(choice.violations());
    return catalog.find(choice.name()).orElseThrow(() -> notLoaded(catalog, choice));
  }

  /** The loaded models. */
  public ModelCatalog catalog() {
    return serving.requireModels().catalog();
  }

  private <Q extends Query, A> CompletableFuture<A> answer(
      ModelRequest<Q> request, CallContext call, BiFunction<LoadedModel, Q, UseCase<A>> useCase) {
    ModelLease lease = lease(request.model());
    long started = System.nanoTime();
    LoadedModel model = lease.model();
    call.asks(model);
    CompletableFuture<A> answer;
    try {
      answer = start(model, request, useCase);
      if (call.trace().isKept()) {
        call.trace().phase("check", started, System.nanoTime());
      }
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    return answer.whenComplete(
        (value, thrown) -> {
          count(model.metrics(), System.nanoTime() - started, thrown);
          lease.close();
        });
  }

  private <Q extends Query, A> CompletableFuture<A> start(
      LoadedModel model, ModelRequest<Q> request, BiFunction<LoadedModel, Q, UseCase<A>> useCase) {
    ModelRef answering =
        ModelRef.newBuilder().setName(model.name()).setVersion(model.version()).build();
    List<Violation> violations = new ArrayList<>();
    Q query =
        request
            .reader()
            .read(answering, model.metadata(), serving.requireModels().limits(), violations);
    UseCase<A> asked = useCase.apply(model, query);
    asked.requireAble();
    if (query.unknownIds() > 0) {
      model.metrics().badInput(BadInput.UNKNOWN_ID, query.unknownIds());
    }
    requireNone(violations);
    return asked.answer();
  }

  private ModelLease lease(ModelChoice choice) {
    ModelCatalog catalog = catalog();
    requireNone(choice.violations());
    return catalog.lease(choice.name()).orElseThrow(() -> notLoaded(catalog, choice));
  }

  private static void requireNone(List<Violation> violations) {
    if (!violations.isEmpty()) {
      throw new RefusedException(new Refusal.InvalidRequest(violations));
    }
  }

  private static RefusedException notLoaded(ModelCatalog catalog, ModelChoice choice) {
    Refusal refusal;
    if (choice.ofPage()) {
      refusal =
          new Refusal.FailedPrecondition(
              "page_token: from version "
                  + choice.name().version()
                  + ", which is not loaded (expected: no page_token, to start again)");
    } else if (catalog.isWaiting()) {
      refusal = new Refusal.NoModelYet();
    } else {
      refusal = new Refusal.NotFound(choice.describe() + ": not loaded (ListModels shows what is)");
    }
    return new RefusedException(refusal);
  }

  private static void count(ModelMetrics metrics, long nanos, @Nullable Throwable thrown) {
    if (thrown == null) {
      metrics.answered(nanos);
      return;
    }
    Refusal refusal = RefusedException.refusalIn(thrown);
    metrics.failed(reason(refusal));
    if (refusal instanceof Refusal.InvalidRequest invalid) {
      invalid.violations().forEach(violation -> metrics.badInput(violation.kind(), 1));
    } else if (refusal instanceof Refusal.UnknownId unknown) {
      metrics.badInput(
          unknown.of() == Orientation.USER ? BadInput.UNKNOWN_USER : BadInput.UNKNOWN_ID, 1);
    }
  }

  private static Reason reason(Refusal refusal) {
    return switch (refusal.kind()) {
      case OVERLOADED, UNAVAILABLE -> Reason.REJECTED;
      case CANCELLED, EXPIRED -> Reason.CANCELED;
      case FAILURE -> Reason.BACKEND;
      case INVALID, NOT_FOUND, FAILED_PRECONDITION, UNAUTHENTICATED, NOT_ALLOWED -> Reason.OTHER;
    };
  }
}

package io.autorec.server.answer;

import io.autorec.model.Orientation;
import io.autorec.server.answer.job.CallContext;
import io.autorec.server.metrics.ModelMetrics;
import io.autorec.server.metrics.ModelMetrics.BadInput;
import io.autorec.server.metrics.ModelMetrics.Reason;
import io.autorec.server.repository.ModelCatalog;
import io.autorec.server.repository.ServedVersion;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.request.Limits;
import io.autorec.server.request.ModelChoice;
import io.autorec.server.request.PredictQuery;
import io.autorec.server.request.Query;
import io.autorec.server.request.RecommendQueries;
import io.autorec.server.request.RecommendQuery;
import io.autorec.server.request.SimilarQuery;
import io.autorec.server.request.Violation;
import io.autorec.server.tracing.CallTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * Answers requests from the models of a server. Each method leases the model that the request
 * names, reads the request against it, runs the use case, and counts the result for the model. If
 * there is no answer, the method throws a {@link RefusedException}, or the future fails with one.
 *
 * <p>Safe for use by several threads.
 *
 * @param serving the models
 */
public record Answers(Serving serving) {
  /** Recommends items to a user. */
  public CompletableFuture<RecommendedItems> recommend(
      ModelChoice choice, Query.Reader<RecommendQuery> reader, CallContext call) {
    return answer(
        choice,
        reader,
        call,
        (model, query) -> new Recommendation(model, query, call, serving.sideWork()));
  }

  /** Recommends items to several known users, with a list for each in the order of the query. */
  public CompletableFuture<List<RecommendedItems>> recommendEach(
      ModelChoice choice, Query.Reader<RecommendQueries> reader, CallContext call) {
    return answer(
        choice,
        reader,
        call,
        (model, query) -> new RecommendationBatch(model, query, call, serving.sideWork()));
  }

  /** Predicts the ratings of rows. */
  public CompletableFuture<PredictedRatings> predict(
      ModelChoice choice, Query.Reader<PredictQuery> reader, CallContext call) {
    return answer(
        choice,
        reader,
        call,
        (model, query) -> new Prediction(model, query, call, serving.sideWork()));
  }

  /** Finds the items, or the users, that are most like one. */
  public CompletableFuture<NearestIds> similar(
      ModelChoice choice, Query.Reader<SimilarQuery> reader, CallContext call) {
    return answer(
        choice,
        reader,
        call,
        (model, query) -> new Similarity(model, query, call, serving.sideWork()));
  }

  /** Finds a loaded model, to describe it. Running it needs a lease. */
  public LoadedModel model(ModelChoice choice) {
    ModelCatalog catalog = catalog();
    requireNone(choice.violations());
    return catalog.find(choice.ref()).orElseThrow(() -> notLoaded(catalog, choice));
  }

  /** The loaded models. */
  public ModelCatalog catalog() {
    return serving.requireModels().catalog();
  }

  /** The limits of requests. */
  public Limits limits() {
    return serving.requireModels().limits();
  }

  private <Q extends Query, A> CompletableFuture<A> answer(
      ModelChoice choice,
      Query.Reader<Q> reader,
      CallContext call,
      BiFunction<LoadedModel, Q, UseCase<A>> useCase) {
    ServedVersion.Lease lease = lease(choice);
    long started = System.nanoTime();
    LoadedModel model = lease.model();
    call.asks(model);
    CompletableFuture<A> answer;
    try {
      answer = start(model, reader, useCase);
      CallTrace trace = call.trace();
      if (trace != null) {
        trace.phase("check", started, System.nanoTime());
      }
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    return answer.handle(
        (value, thrown) -> {
          try {
            if (thrown == null) {
              model.metrics().answered(System.nanoTime() - started);
              return value;
            }
            Refusal refusal = RefusedException.refusalIn(thrown, call);
            count(model.metrics(), refusal);
            throw new RefusedException(refusal);
          } finally {
            lease.close();
          }
        });
  }

  private <Q extends Query, A> CompletableFuture<A> start(
      LoadedModel model, Query.Reader<Q> reader, BiFunction<LoadedModel, Q, UseCase<A>> useCase) {
    List<Violation> violations = new ArrayList<>();
    Limits limits = serving.requireModels().limits();
    Q query = reader.read(model.ref(), model.metadata(), limits, violations);
    UseCase<A> asked = useCase.apply(model, query);
    asked.requireAble();
    if (query.unknownIds() > 0) {
      model.metrics().badInput(BadInput.UNKNOWN_ID, query.unknownIds());
    }
    requireNone(violations);
    return asked
        .answer()
        .whenComplete(
            (value, thrown) -> {
              if (thrown == null) {
                model.metrics().answeredRows(query.rowCount());
              }
            });
  }

  private ServedVersion.Lease lease(ModelChoice choice) {
    ModelCatalog catalog = catalog();
    requireNone(choice.violations());
    return catalog.lease(choice.ref()).orElseThrow(() -> notLoaded(catalog, choice));
  }

  private static void requireNone(List<Violation> violations) {
    if (!violations.isEmpty()) {
      throw new RefusedException(new Refusal.InvalidRequest(violations));
    }
  }

  private static RefusedException notLoaded(ModelCatalog catalog, ModelChoice choice) {
    if (choice.ofPage()) {
      return new RefusedException(
          Refusal.failedPrecondition(
              "page_token: from version "
                  + choice.ref().getVersion()
                  + ", which is not loaded (expected: no page_token, to start again)"));
    }
    return new RefusedException(
        catalog.isWaiting()
            ? Refusal.NO_MODEL_YET
            : Refusal.notFound(choice.describe() + ": not loaded (ListModels shows what is)"));
  }

  private static void count(ModelMetrics metrics, Refusal refusal) {
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

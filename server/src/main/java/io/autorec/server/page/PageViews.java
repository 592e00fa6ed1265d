package io.autorec.server.page;

import io.autorec.server.answer.Answers;
import io.autorec.server.answer.Refusal;
import io.autorec.server.answer.RefusedException;
import io.autorec.server.answer.Serving;
import io.autorec.server.answer.job.CallContext;
import io.autorec.server.metrics.MeasuredServer;
import io.autorec.server.metrics.MeasuredServer.State;
import io.autorec.server.metrics.RecentTraffic;
import io.autorec.server.page.Templates.Content;
import io.autorec.server.page.Templates.Whole;
import io.autorec.server.repository.ModelCatalog;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes the HTML of the page and of its parts. Safe for use by several threads. */
final class PageViews {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Serving serving;
  private final MeasuredServer measured;
  private final Assets assets;
  private final boolean tokens;
  private final Executor threads;
  private final TryIt tryIt;
  private final RecentTraffic traffic;
  private final Templates templates = new Templates();

  /**
   * @param tokens true if a token may open the page, false if a certificate does
   */
  PageViews(
      Serving serving, MeasuredServer measured, Assets assets, boolean tokens, Executor threads) {
    this.serving = serving;
    this.measured = measured;
    this.assets = assets;
    this.tokens = tokens;
    this.threads = threads;
    this.tryIt = new TryIt(new Answers(serving));
    this.traffic = new RecentTraffic(measured, System::nanoTime);
  }

  /** The page without anything that needs a permission. */
  String shell() {
    return templates.whole(whole(null));
  }

  private Whole whole(@Nullable Content content) {
    return new Whole(
        assets,
        measured.build().getOrDefault("version", ""),
        content == null && tokens,
        content == null && !tokens,
        content);
  }

  /** The whole page. */
  CompletableFuture<String> whole(TryForm form, PageCaller caller) {
    return view(form, caller).thenApplyAsync(view -> templates.whole(whole(view)), threads);
  }

  /** The page without its frame. */
  CompletableFuture<String> content(TryForm form, PageCaller caller) {
    return view(form, caller).thenApplyAsync(templates::content, threads);
  }

  /** The panel after somebody tried something. */
  CompletableFuture<String> panel(TryForm form) {
    return tried(form).thenApplyAsync(templates::tried, threads);
  }

  private CompletableFuture<Content> view(TryForm form, PageCaller caller) {
    Optional<ModelCatalog> catalog = serving.catalog();
    String chosen =
        catalog
            .flatMap(models -> TryIt.find(models, form.model()))
            .map(model -> TryForm.choice(model.ref()))
            .orElse("");
    CompletableFuture<TryView> tried;
    try {
      tried = tried(form);
    } catch (RefusedException e) {
      tried = CompletableFuture.failedFuture(e);
    }
    return tried.handle(
        (view, thrown) ->
            new Content(
                catalog.map(ModelCard::all).orElse(List.of()),
                caller.mayReadMetrics() ? TrafficView.of(traffic.read()) : TrafficView.HIDDEN,
                form,
                catalog.map(models -> ModelCard.options(models, chosen)).orElse(List.of()),
                catalog.map(models -> ModelCard.options(models, form.compared())).orElse(List.of()),
                view,
                thrown == null ? "" : TryIt.problem(thrown)));
  }

  private CompletableFuture<TryView> tried(TryForm form) {
    if (serving.state() == State.DRAINING) {
      throw new RefusedException(Refusal.SHUTTING_DOWN);
    }
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    CallContext call =
        new CallContext(deadline, () -> System.nanoTime() - deadline >= 0, null, model -> {});
    return tryIt.answer(form, call);
  }

  String traffic() {
    return templates.traffic(TrafficView.of(traffic.read()));
  }

  /** Why somebody unknown may not do a thing. */
  String unknown() {
    return problem(tokens ? "A token is needed that is valid." : "A client certificate is needed.");
  }

  String problem(String why) {
    return templates.problem(why);
  }
}

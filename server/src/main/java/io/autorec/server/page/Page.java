package io.autorec.server.page;

import io.autorec.server.access.Access;
import io.autorec.server.access.CallRates;
import io.autorec.server.answer.Serving;
import io.autorec.server.metrics.MeasuredServer;
import io.autorec.server.transport.HttpAnswers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * The page for people, on the HTTP port:
 *
 * <ul>
 *   <li>{@code GET /}: the page; for callers without the scope, a form that asks for a token;
 *   <li>{@code POST /}: the same after somebody tried something;
 *   <li>either of them by htmx: the part of the page that changes;
 *   <li>{@code GET /page/traffic}: the part that shows the traffic;
 *   <li>the files of {@link Assets}, for all.
 * </ul>
 *
 * <p>At most {@value #MOST_AT_ONCE} requests are answered at once, by threads of the page, so that
 * it can take neither Jetty's threads nor the models' queues from others.
 *
 * <p>Safe for use by several threads.
 */
public final class Page extends Handler.Abstract.NonBlocking {
  private static final String TRAFFIC = "/page/traffic";
  private static final Set<String> PATHS = Set.of("/", TRAFFIC);
  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final int MOST_AT_ONCE = 8;
  private static final int THREADS = 2;
  private static final int MOST_FORM_BYTES = 32_768;

  private final PageViews views;
  private final Access access;
  private final Optional<CallRates> rates;
  private final Assets assets = new Assets();
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS,
          work -> {
            Thread thread = new Thread(work, "page");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Makes the page.
   *
   * @param serving the models to try
   * @param measured the traffic to show
   * @param access decides who may try and who may read the traffic
   * @param rates how often each caller may call, if that is limited
   */
  public Page(Serving serving, MeasuredServer measured, Access access, Optional<CallRates> rates) {
    this.access = access;
    this.rates = rates;
    this.views = new PageViews(serving, measured, assets, access.secret(), threads);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = Request.getPathInContext(request);
    if (!PATHS.contains(path) && !assets.has(path)) {
      return false;
    }
    PageHeaders.put(response);
    boolean form = request.getMethod().equals("POST") && path.equals("/");
    if (!form && !READING.contains(request.getMethod())) {
      response
          .getHeaders()
          .put(HttpHeader.ALLOW, path.equals("/") ? "GET, HEAD, POST" : "GET, HEAD");
      HttpAnswers.refuse(response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
    } else if (assets.has(path)) {
      assets.send(path, response, callback);
    } else if (form && !PageHeaders.isFromThePage(request)) {
      HttpAnswers.refuse(response, callback, HttpStatus.FORBIDDEN_403);
    } else {
      page(request, path, form, new Reply(response, callback));
    }
    return true;
  }

  private void page(Request request, String path, boolean form, Reply reply) {
    PageCaller caller = PageCaller.of(request, access);
    boolean traffic = path.equals(TRAFFIC);
    boolean whole = path.equals("/") && !request.getHeaders().contains("HX-Request");
    if (traffic ? caller.mayReadMetrics() : caller.mayTry()) {
      if (traffic) {
        answer(reply, () -> CompletableFuture.completedFuture(views.traffic()));
      } else if (form) {
        readForm(
            request,
            reply,
            tried ->
                answer(
                    tried,
                    caller,
                    reply,
                    whole ? () -> views.whole(tried, caller) : () -> views.panel(tried)));
      } else {
        TryForm none = TryForm.EMPTY;
        answer(
            none,
            caller,
            reply,
            whole ? () -> views.whole(none, caller) : () -> views.content(none, caller));
      }
    } else if (whole) {
      answer(reply, () -> CompletableFuture.completedFuture(views.shell()));
    } else {
      reply.refuse(
          caller.known() ? HttpStatus.FORBIDDEN_403 : HttpStatus.UNAUTHORIZED_401,
          caller.known() ? views.problem("This caller may not do that.") : views.unknown());
    }
  }

  /** Reads the form without a thread that waits for it. */
  private static void readForm(Request request, Reply reply, Consumer<TryForm> then) {
    FormFields.onFields(
        request,
        StandardCharsets.UTF_8,
        TryForm.MOST_FIELDS,
        MOST_FORM_BYTES,
        Promise.Invocable.from(
            Invocable.InvocationType.NON_BLOCKING,
            (fields, thrown) -> {
              if (thrown == null) {
                then.accept(TryForm.of(fields));
              } else {
                reply.refuse(HttpStatus.BAD_REQUEST_400, "the form cannot be read");
              }
            }));
  }

  private void answer(
      TryForm form, PageCaller caller, Reply reply, Supplier<CompletableFuture<String>> html) {
    for (int call = 0; call < form.calls(); call++) {
      if (rates.isPresent() && rates.get().tryCall(caller.name()) > 0) {
        reply.refuse(
            HttpStatus.TOO_MANY_REQUESTS_429,
            views.problem("More calls than this caller may make: try again in a second."));
        return;
      }
    }
    answer(reply, html);
  }

  private void answer(Reply reply, Supplier<CompletableFuture<String>> html) {
    if (!places.tryAcquire()) {
      reply.refuse(
          HttpStatus.SERVICE_UNAVAILABLE_503,
          views.problem("Too many ask at once: try again in a moment."));
      return;
    }
    CompletableFuture<Void> unused =
        CompletableFuture.completedFuture(html)
            .thenComposeAsync(Supplier::get, threads)
            .handle(
                (text, thrown) -> {
                  places.release();
                  if (thrown == null) {
                    reply.send(HttpStatus.OK_200, text);
                  } else {
                    reply.refuse(
                        HttpStatus.SERVICE_UNAVAILABLE_503, views.problem(TryIt.problem(thrown)));
                  }
                  return null;
                });
  }

  /** The answer to a request for the page, which is sent once. */
  private record Reply(Response response, Callback callback) {
    void send(int status, String html) {
      response.setStatus(status);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html; charset=utf-8");
      response.write(true, ByteBuffer.wrap(html.getBytes(StandardCharsets.UTF_8)), callback);
    }

    /** Refuses, in a part of the page that says why. */
    void refuse(int status, String html) {
      if (status == HttpStatus.UNAUTHORIZED_401) {
        response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
      }
      send(status, html);
    }
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    threads.shutdownNow();
  }
}

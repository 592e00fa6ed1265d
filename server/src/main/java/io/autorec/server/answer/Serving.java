package io.autorec.server.answer;

import io.autorec.server.answer.job.SideWork;
import io.autorec.server.metrics.MeasuredServer.State;
import io.autorec.server.repository.ModelCatalog;
import io.autorec.server.request.Limits;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The models that a server answers from, and its state: loading, serving, draining. Safe for use by
 * several threads.
 */
public final class Serving implements AutoCloseable {
  /** The models of a server that serves, and the limits of requests. */
  public record Models(ModelCatalog catalog, Limits limits) {}

  private volatile boolean draining;
  private volatile @Nullable Models models;
  private final Set<Runnable> drainActions = ConcurrentHashMap.newKeySet();
  private final SideWork sideWork = new SideWork(Runtime.getRuntime().availableProcessors());
  private final ExecutorService changes =
      Executors.newSingleThreadExecutor(work -> new Thread(work, "model-admin"));

  /** Starts serving. */
  public void open(ModelCatalog catalog, Limits limits) {
    models = new Models(catalog, limits);
  }

  /** Refuses new calls from now on. */
  public void refuse() {
    draining = true;
  }

  /**
   * Refuses new calls, and ends streams after the requests that they have read. Calls in flight go
   * on.
   */
  public void drain() {
    refuse();
    drainActions.forEach(Runnable::run);
  }

  /** Runs an action when draining starts, or now if it has started. The action may run twice. */
  public void whenDraining(Runnable action) {
    drainActions.add(action);
    if (draining) {
      action.run();
    }
  }

  /** Removes an action of {@link #whenDraining}. */
  public void forget(Runnable action) {
    drainActions.remove(action);
  }

  /** The state of the server. */
  public State state() {
    if (draining) {
      return State.DRAINING;
    }
    Models now = models;
    if (now == null) {
      return State.LOADING;
    }
    return now.catalog().isEmpty() ? State.NO_MODEL : State.SERVING;
  }

  /** The loaded models; empty before the first load has ended. */
  public Optional<ModelCatalog> catalog() {
    return models().map(Models::catalog);
  }

  /** The models and limits; empty before the first load has ended. */
  public Optional<Models> models() {
    return Optional.ofNullable(models);
  }

  /**
   * Returns the models and limits.
   *
   * @throws RefusedException before the first load has ended
   */
  Models requireModels() {
    return models().orElseThrow(() -> new RefusedException(Refusal.LOADING));
  }

  /** The threads for work outside of batches. */
  SideWork sideWork() {
    return sideWork;
  }

  /** The number of calls that wait for such a thread, by the name of the lane. */
  public Map<String, Integer> waiting() {
    return sideWork.waiting();
  }

  /** The thread that changes what is served. */
  public Executor changes() {
    return changes;
  }

  /** Ends the threads once all waiting work is done. */
  @Override
  public void close() {
    sideWork.close();
    changes.shutdown();
  }
}

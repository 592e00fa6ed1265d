package io.autorec.server.endpoint;

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

/** What calls are answered from, and whether they are. Safe for use by several threads. */
public final class Serving implements AutoCloseable {
  /** The models and the limits of a serving server. */
  record Models(ModelCatalog catalog, Limits limits) {}

  private volatile boolean draining;
  private volatile @Nullable Models models;
  private final Set<Runnable> drainActions = ConcurrentHashMap.newKeySet();
  private final SideWork sideWork = new SideWork(Runtime.getRuntime().availableProcessors());
  private final ExecutorService changes =
      Executors.newSingleThreadExecutor(work -> new Thread(work, "model-admin"));

  /** Starts to answer. */
  public void open(ModelCatalog catalog, Limits limits) {
    models = new Models(catalog, limits);
  }

  /** Refuses new calls from now on. */
  public void refuse() {
    draining = true;
  }

  /** The same, and ends streams with what they have read; calls under way go on. */
  public void drain() {
    refuse();
    drainActions.forEach(Runnable::run);
  }

  /** Has an action run when draining starts, or now if it has; maybe twice. */
  public void whenDraining(Runnable action) {
    drainActions.add(action);
    if (draining) {
      action.run();
    }
  }

  /** Takes back {@link #whenDraining}. */
  public void forget(Runnable action) {
    drainActions.remove(action);
  }

  /** Which stage of its life the server is in. */
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

  /** What is loaded, once anything is. */
  public Optional<ModelCatalog> catalog() {
    return models().map(Models::catalog);
  }

  Optional<Models> models() {
    return Optional.ofNullable(models);
  }

  /** Threads for what calls need beside batches. */
  SideWork sideWork() {
    return sideWork;
  }

  /** How many calls wait for such a thread, by what for. */
  public Map<String, Integer> waiting() {
    return sideWork.waiting();
  }

  /** The thread that changes what is served. */
  Executor changes() {
    return changes;
  }

  /** Ends the threads, once what waits for them is done. */
  @Override
  public void close() {
    sideWork.close();
    changes.shutdown();
  }
}

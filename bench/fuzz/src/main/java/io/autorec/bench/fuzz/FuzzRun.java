package io.autorec.bench.fuzz;

import io.autorec.bench.fuzz.Caller.Ending;
import io.autorec.v1.AdminServiceGrpc;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceBlockingStub;
import io.autorec.v1.LoadModelRequest;
import io.autorec.v1.LoadModelResponse;
import io.autorec.v1.ModelRef;
import io.autorec.v1.RecommendRequest;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Sends the calls of a seed, 32 at a time, and reports each that breaks a promise. */
public final class FuzzRun implements AutoCloseable {
  private static final int IN_FLIGHT = 32;

  /** The longest that a call without a deadline may take. */
  private static final long BOUND_SECONDS = 60;

  private static final int NEXT_PAGES = 20;
  private static final int GOLDEN_EACH = 5;

  private final Caller caller;
  private final List<ServedModel> models;
  private final FuzzCalls calls;
  private final FuzzCalls changes;
  private final Promises promises;
  private final List<FuzzCall> golden = new ArrayList<>();
  private final List<List<byte[]>> goldenAnswers = new ArrayList<>();
  private final Map<String, Long> endings = new TreeMap<>();

  /** Reads what a server serves, and keeps its answers to valid requests to compare with later. */
  public FuzzRun(Door door, long seed) {
    caller = new Caller(door);
    models = ServedModel.of(caller.service());
    ValidRequests valid = new ValidRequests(models);
    addNextPages(valid);
    calls = new FuzzCalls(seed, valid, FuzzMethod.served(), door.locked());
    changes = new FuzzCalls(seed, valid, FuzzMethod.administration(), door.locked());
    promises = new Promises(models, door);
    for (FuzzMethod method : FuzzMethod.served()) {
      // Statistics are others after each call.
      for (int i = 0; i < GOLDEN_EACH && !method.name().endsWith("/ModelStatistics"); i++) {
        FuzzCall call = valid(method, valid, new Odds(0, golden.size()));
        golden.add(call);
        goldenAnswers.add(caller.send(call).join().answers());
      }
    }
  }

  private static FuzzCall valid(FuzzMethod method, ValidRequests valid, Odds odds) {
    return new FuzzCall(
        -1, method, List.of(valid.of(method.request(), odds).toByteArray()), FuzzCall.Terms.USUAL);
  }

  private void addNextPages(ValidRequests valid) {
    AutoRecServiceBlockingStub stub = AutoRecServiceGrpc.newBlockingStub(caller.service());
    Odds odds = new Odds(0, 0);
    for (int i = 0; i < NEXT_PAGES; i++) {
      RecommendRequest first =
          valid.recommend(odds.of(models), odds).toBuilder().setTopN(1).build();
      try {
        String token = stub.recommend(first).getNextPageToken();
        valid.addNextPage(first.toBuilder().setPageToken(token).build());
      } catch (StatusRuntimeException e) {
        // Some models lack what this request needs.
      }
    }
  }

  /**
   * Sends some of the calls.
   *
   * @param first the number of the first
   * @param onBroken receives each call that breaks a promise, and the promise
   */
  public void run(long first, long count, BiConsumer<FuzzCall, String> onBroken)
      throws InterruptedException {
    run(calls, first, count, onBroken);
  }

  /**
   * Sends calls of the administration, which change what is served.
   *
   * @param onBroken receives each call that breaks a promise, and the promise
   */
  public void administrate(long count, BiConsumer<FuzzCall, String> onBroken)
      throws InterruptedException {
    run(changes, 0, count, onBroken);
  }

  private void run(FuzzCalls calls, long first, long count, BiConsumer<FuzzCall, String> onBroken)
      throws InterruptedException {
    Semaphore places = new Semaphore(IN_FLIGHT);
    for (long number = first; number < first + count; number++) {
      FuzzCall call = calls.call(number);
      places.acquire();
      CompletableFuture<Ending> ending =
          caller.send(call).orTimeout(BOUND_SECONDS, TimeUnit.SECONDS);
      CompletableFuture<?> unused =
          ending
              .handle((end, thrown) -> end == null ? endless(thrown) : broken(call, end))
              .thenAccept(broken -> broken.ifPresent(what -> onBroken.accept(call, what)))
              .whenComplete((none, thrown) -> places.release());
    }
    places.acquire(IN_FLIGHT);
  }

  private static Optional<String> endless(Throwable thrown) {
    return Optional.of("has not ended after " + BOUND_SECONDS + " s: " + thrown);
  }

  private Optional<String> broken(FuzzCall call, Ending ending) {
    String line = call.method().name() + " " + ending.status().getCode();
    synchronized (endings) {
      endings.merge(line, 1L, Long::sum);
    }
    try {
      return promises.broken(call, ending);
    } catch (RuntimeException e) {
      return Optional.of("an answer that cannot be checked: " + e);
    }
  }

  /** Counts the calls by method and status code. */
  public Map<String, Long> endings() {
    synchronized (endings) {
      return Map.copyOf(endings);
    }
  }

  /** Loads all versions that were served at first; returns those that are not served again. */
  public List<String> lost() {
    List<String> lost = new ArrayList<>();
    for (ServedModel model : models) {
      try {
        LoadModelResponse unused =
            AdminServiceGrpc.newBlockingStub(caller.administration())
                .loadModel(LoadModelRequest.newBuilder().setModel(model.ref()).build());
      } catch (StatusRuntimeException e) {
        lost.add(model.ref() + ": " + e.getStatus());
      }
    }
    List<ModelRef> served =
        ServedModel.of(caller.service()).stream().map(ServedModel::ref).toList();
    models.stream()
        .map(ServedModel::ref)
        .filter(ref -> !served.contains(ref))
        .forEach(ref -> lost.add(ref + ": not served"));
    return lost;
  }

  /** Returns the valid requests whose answers differ from those at the start in any bit. */
  public List<String> changed() {
    List<String> changed = new ArrayList<>();
    for (int i = 0; i < golden.size(); i++) {
      List<byte[]> before = goldenAnswers.get(i);
      List<byte[]> now = caller.send(golden.get(i)).join().answers();
      if (!Arrays.deepEquals(before.toArray(), now.toArray())) {
        changed.add(golden.get(i).text());
      }
    }
    return changed;
  }

  @Override
  public void close() {
    caller.close();
  }
}

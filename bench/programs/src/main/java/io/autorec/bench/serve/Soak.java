package io.autorec.bench.serve;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.MessageLite;
import io.autorec.bench.load.Workload;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Sends very many calls, cancels some at a random moment, and compares each other answer with the
 * one that its request got alone. Prints latency and the server's memory after each tenth.
 */
final class Soak {
  private static final int REPORTS = 10;
  private static final long DEADLINE_SECONDS = 30;
  private static final int SEED = 1;

  /** A product of one row adds up in another order than one of several. */
  private static final double TOLERANCE = 1e-5;

  /** Longest time after which a call is cancelled: about what an answer takes. */
  private static final int MAX_MICROS = 5000;

  private final Workload<?, ?> workload;
  private final int inFlight;
  private final double cancelled;
  private final PrintStream out;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong cancellations = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong differences = new AtomicLong();
  private volatile String firstFailure = "";

  /**
   * @param inFlight calls at the same time, each on a thread of its own
   * @param cancelled share of the calls that are cancelled
   */
  Soak(Workload<?, ?> workload, int inFlight, double cancelled, PrintStream out) {
    this.workload = workload;
    this.inFlight = inFlight;
    this.cancelled = cancelled;
    this.out = out;
  }

  /**
   * Makes the calls, and prints a line after each tenth.
   *
   * @param process of the server
   * @return whether every call that was not cancelled was answered as it is alone
   */
  boolean run(String target, ProcessHandle process, long calls)
      throws IOException, InterruptedException {
    return run(workload, target, process, calls);
  }

  private <Q extends MessageLite, A extends MessageLite> boolean run(
      Workload<Q, A> typed, String target, ProcessHandle process, long calls)
      throws IOException, InterruptedException {
    ManagedChannel channel =
        Grpc.newChannelBuilder(target, InsecureChannelCredentials.create()).build();
    try {
      List<A> alone = new ArrayList<>();
      for (Q request : typed.requests()) {
        alone.add(
            ClientCalls.blockingUnaryCall(
                channel, typed.methods().unary(), CallOptions.DEFAULT, request));
      }
      out.printf(
          "%10s %10s %10s %10s %10s %10s %10s%n",
          "calls", "cancelled", "failed", "different", "per s", "p99 ms", "RSS MiB");
      for (int report = 1; report <= REPORTS; report++) {
        Histogram times = new ConcurrentHistogram(3);
        long start = System.nanoTime();
        long end = calls * report / REPORTS;
        long before = sent.get();
        Thread[] threads = new Thread[inFlight];
        for (int t = 0; t < inFlight; t++) {
          Random random = new Random(SEED + report * (long) inFlight + t);
          threads[t] = new Thread(() -> calls(typed, channel, alone, random, times, end));
          threads[t].start();
        }
        for (Thread thread : threads) {
          thread.join();
        }
        out.printf(
            "%10d %10d %10d %10d %10.0f %10.3f %10d%n",
            end,
            cancellations.get(),
            failures.get(),
            differences.get(),
            (end - before) / ((System.nanoTime() - start) / 1e9),
            times.getValueAtPercentile(99) / 1e6,
            residentMib(process));
      }
    } finally {
      channel.shutdownNow();
    }
    if (failures.get() > 0) {
      out.println("first failure: " + firstFailure);
    }
    return failures.get() == 0 && differences.get() == 0;
  }

  private <Q extends MessageLite, A extends MessageLite> void calls(
      Workload<Q, A> typed,
      ManagedChannel channel,
      List<A> alone,
      Random random,
      Histogram times,
      long end) {
    for (long n = sent.getAndIncrement(); n < end; n = sent.getAndIncrement()) {
      int which = (int) (n % typed.requests().size());
      long start = System.nanoTime();
      CallOptions options =
          CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
      ListenableFuture<A> answer =
          ClientCalls.futureUnaryCall(
              channel.newCall(typed.methods().unary(), options), typed.requests().get(which));
      boolean cancel = random.nextDouble() < cancelled;
      try {
        if (cancel) {
          try {
            A unused = answer.get(random.nextInt(MAX_MICROS), TimeUnit.MICROSECONDS);
          } catch (TimeoutException e) {
            answer.cancel(true);
            cancellations.incrementAndGet();
          }
          continue;
        }
        if (!(typed.difference(answer.get(), alone.get(which)) <= TOLERANCE)) {
          differences.incrementAndGet();
        }
        times.recordValue(System.nanoTime() - start);
      } catch (ExecutionException | CancellationException e) {
        if (failures.getAndIncrement() == 0) {
          firstFailure = String.valueOf(e.getMessage());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    sent.decrementAndGet();
  }

  /** The resident memory of the server. */
  private static long residentMib(ProcessHandle process) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
      }
    }
    throw new IOException("process " + process.pid() + " has no VmRSS");
  }
}

package io.autorec.server.endpoint;

import io.autorec.server.batching.BatchRunner;
import io.autorec.server.batching.Job;
import io.autorec.server.calls.Call;
import io.autorec.server.tracing.CallTrace;
import io.grpc.Context;
import io.grpc.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A caller who waits for jobs.
 *
 * @param context the call's
 * @param deadlineNanos on the clock of {@code System.nanoTime}; {@code Long.MAX_VALUE}: none
 * @param abandoned set once another job of the call has failed
 */
record Waiting(Context context, long deadlineNanos, AtomicBoolean abandoned) {
  static Waiting current() {
    Context context = Context.current();
    Deadline deadline = context.getDeadline();
    return new Waiting(
        context,
        deadline == null
            ? Long.MAX_VALUE
            : System.nanoTime() + deadline.timeRemaining(TimeUnit.NANOSECONDS),
        new AtomicBoolean());
  }

  /** The call that waits. */
  Call call() {
    return Call.of(context);
  }

  /** A job of the call, which tells the call's trace where its time goes if there is one. */
  <B extends BatchRunner, T> Job<B, T> traced(Job<B, T> job) {
    CallTrace trace = call().trace();
    return trace.isKept() ? new TracedJob<>(job, trace, System.nanoTime()) : job;
  }

  boolean gone() {
    return abandoned.get() || context.isCancelled();
  }
}

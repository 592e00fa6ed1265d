package io.autorec.server.answer.job;

import io.autorec.server.batching.Job;
import io.autorec.server.inference.ColumnBatch;
import io.autorec.server.inference.RowBatch;
import io.autorec.server.inference.ScoreBatch;
import io.autorec.server.inference.UserBatch;
import io.autorec.server.request.InputRow;
import io.autorec.server.tracing.CallTrace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job of a call. It is dropped when the call is over, and its phases are recorded in the trace of
 * the call. A job that is run again, alone, is recorded twice.
 *
 * @param <B> the kind of batch that it joins
 * @param <T> the answer
 */
public final class CallJob<B extends ScoreBatch, T> implements Job<B, T> {
  private final CallContext call;
  private final int rows;
  private final Input<B> input;
  private final Input<B> cleaning;
  private final Decoder<T> decoder;
  private final @Nullable CallTrace trace;
  private final long queuedNanos = System.nanoTime();

  /**
   * Reads an answer from the scores of a batch.
   *
   * @param <T> the answer
   */
  @FunctionalInterface
  public interface Decoder<T> {
    /** Reads the scores from a row of the batch on. */
    T decode(ScoreBatch batch, int firstRow);
  }

  /** Writes the input of one row of a job, or cleans it again. */
  private interface Input<B> {
    void of(B batch, int batchRow, int index);
  }

  private CallJob(
      CallContext call, int rows, Input<B> input, Input<B> cleaning, Decoder<T> decoder) {
    this.call = call;
    this.rows = rows;
    this.input = input;
    this.cleaning = cleaning;
    this.decoder = decoder;
    this.trace = call.trace();
  }

  /** Makes a job that runs rows of ratings through the network. */
  public static <T> CallJob<RowBatch, T> rows(
      CallContext call, List<InputRow> rows, Decoder<T> decoder) {
    return new CallJob<>(
        call,
        rows.size(),
        (batch, row, index) -> rows.get(index).encode(batch.rows(), row, batch.width()),
        (batch, row, index) -> rows.get(index).forget(batch.rows(), row, batch.width()),
        decoder);
  }

  /** Makes a job that scores all items for a known user of an item-based model. */
  public static <T> CallJob<UserBatch, T> user(CallContext call, int user, Decoder<T> decoder) {
    Input<UserBatch> input = (batch, row, index) -> batch.users().put(row, user);
    return new CallJob<>(call, 1, input, CallJob::overwritten, decoder);
  }

  /**
   * Makes a job that scores fitted columns: users of an item-based model, or items of a user-based
   * one.
   *
   * @param columns as {@code FoldIn.fit} gives them
   */
  public static <T> CallJob<ColumnBatch, T> columns(
      CallContext call, List<float[]> columns, Decoder<T> decoder) {
    Input<ColumnBatch> input = (batch, row, index) -> batch.put(row, columns.get(index));
    return new CallJob<>(call, columns.size(), input, CallJob::overwritten, decoder);
  }

  /** Leaves the input: the next run overwrites every place that it uses. */
  private static void overwritten(ScoreBatch batch, int row, int index) {}

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public boolean cancelled() {
    return call.isGone();
  }

  @Override
  public long deadlineNanos() {
    return call.deadlineNanos();
  }

  @Override
  public void encode(B batch, int firstRow) {
    long taken = System.nanoTime();
    each(input, batch, firstRow);
    if (trace != null) {
      trace.phase("queue", queuedNanos, taken);
      trace.phase("encode", taken, System.nanoTime());
    }
  }

  @Override
  public T decode(B batch, int firstRow) {
    long started = System.nanoTime();
    T result = decoder.decode(batch, firstRow);
    if (trace != null) {
      ScoreBatch.Run run = batch.lastRun();
      String name = Thread.currentThread().getName() + "#" + run.number();
      trace.run(run.startNanos(), run.endNanos(), run.rows(), name);
      trace.phase("decode", started, System.nanoTime());
    }
    return result;
  }

  @Override
  public void forget(B batch, int firstRow) {
    each(cleaning, batch, firstRow);
  }

  private void each(Input<B> action, B batch, int firstRow) {
    for (int index = 0; index < rows; index++) {
      action.of(batch, firstRow + index, index);
    }
  }
}

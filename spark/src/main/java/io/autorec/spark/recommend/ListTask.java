package io.autorec.spark.recommend;

import static io.autorec.spark.table.RatingRows.ITEM;
import static io.autorec.spark.table.RatingRows.RATING;
import static io.autorec.spark.table.RatingRows.USER;

import io.autorec.model.ModelMetadata;
import io.autorec.spark.version.OpenVersion;
import io.autorec.spark.version.ShippedVersion;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Ranks for the users of one partition, {@value UserLists#BATCH} at a time and when their rows are
 * asked for, so that memory does not grow with the number of users.
 *
 * @param version the version
 * @param settings what is asked for
 * @param counts counts users by how they were answered
 */
record ListTask(ShippedVersion version, ListSettings settings, Counts counts) {
  /**
   * Counts users. The stage that ranks is the one that writes, and each of its tasks counts once,
   * however often Spark repeats it.
   *
   * @param users those with ratings that count
   * @param withoutItem those without a rating of an item that the version knows, who have no list
   */
  record Counts(LongAccumulator users, LongAccumulator withoutItem) implements Serializable {}

  /** Ranks for all users of the version; a row of the input is the number of a batch. */
  MapPartitionsFunction<Long, Row> ofVersion() {
    ShippedVersion shipped = version;
    ListSettings asked = settings;
    return blocks -> {
      OpenVersion open = shipped.open();
      UserLists lists = new UserLists(open, asked);
      int all = open.version().metadata().users().size();
      Source source =
          () -> {
            if (!blocks.hasNext()) {
              return null;
            }
            int from = Math.toIntExact(blocks.next() * UserLists.BATCH);
            int[] users = IntStream.range(from, Math.min(all, from + UserLists.BATCH)).toArray();
            return () -> lists.ofKnown(users);
          };
      return new Batches(shipped.pool(), source);
    };
  }

  /** Ranks for the users of a table, whose rows are together. */
  MapPartitionsFunction<Row, Row> ofTable() {
    ShippedVersion shipped = version;
    ListSettings asked = settings;
    Counts counted = counts;
    return rows -> {
      OpenVersion open = shipped.open();
      UserLists lists = new UserLists(open, asked);
      Users users = new Users(open, rows, counted);
      Source source =
          () -> {
            if (!users.hasNext()) {
              return null;
            }
            List<TableUser> batch = users.batch();
            return () -> lists.ofTable(batch);
          };
      return new Batches(shipped.pool(), source);
    };
  }

  /** Gives the next batch, on the thread of the task, or null; what ranks it has threads. */
  private interface Source {
    @Nullable Callable<List<Row>> next();
  }

  /** Rows that come in batches, each made when the one before is used up. */
  private static final class Batches implements Iterator<Row> {
    private final ForkJoinPool pool;
    private final Source source;
    private Iterator<Row> batch = Collections.emptyIterator();
    private boolean isOver;

    Batches(ForkJoinPool pool, Source source) {
      this.pool = pool;
      this.source = source;
      TaskCompletionListener end = task -> pool.shutdownNow();
      TaskContext.get().addTaskCompletionListener(end);
    }

    @Override
    public boolean hasNext() {
      while (!batch.hasNext() && !isOver) {
        Callable<List<Row>> next = source.next();
        isOver = next == null;
        batch = next == null ? batch : pool.submit(next).join().iterator();
      }
      return batch.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return batch.next();
    }
  }

  /** Reads users from sorted rows. */
  private static final class Users {
    private final ModelMetadata metadata;
    private final boolean implicit;
    private final Iterator<Row> rows;
    private final Counts counts;
    private TableUser.@Nullable Builder open;

    Users(OpenVersion version, Iterator<Row> rows, Counts counts) {
      this.metadata = version.version().metadata();
      this.implicit = metadata.implicitFeedback();
      this.rows = rows;
      this.counts = counts;
    }

    boolean hasNext() {
      return open != null || rows.hasNext();
    }

    List<TableUser> batch() {
      List<TableUser> users = new ArrayList<>();
      while (users.size() < UserLists.BATCH && hasNext()) {
        TableUser user = next();
        counts.users().add(1);
        if (user.given().isEmpty() && !user.isKnown()) {
          counts.withoutItem().add(1);
        } else {
          users.add(user);
        }
      }
      return users;
    }

    private TableUser next() {
      TableUser.Builder user = open;
      open = null;
      while (open == null && rows.hasNext()) {
        Row row = rows.next();
        String id = row.getString(row.fieldIndex(USER));
        if (user == null) {
          user = new TableUser.Builder(metadata.users(), metadata.items(), id);
        }
        TableUser.Builder of =
            user.isOf(id) ? user : new TableUser.Builder(metadata.users(), metadata.items(), id);
        of.add(
            row.getString(row.fieldIndex(ITEM)),
            implicit ? 1 : row.getFloat(row.fieldIndex(RATING)));
        open = of == user ? null : of;
      }
      if (user == null) {
        throw new NoSuchElementException();
      }
      return user.build();
    }
  }
}

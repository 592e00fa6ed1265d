package io.autorec.trainer.ratings;

import io.autorec.model.IdVocabulary;
import io.autorec.model.UserRatings;
import io.autorec.trainer.blocks.RatingBlock;
import io.autorec.trainer.fields.FieldValues;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.times.Timestamps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Collects ratings in the order of the file, and makes a table of them. A row may have the rating
 * {@link FieldValues#MISSING}: it only says that the user chose the item.
 *
 * <p>It keeps a few numbers for each row and no object. A stable counting sort brings the rows of a
 * user together; then the rows of each user are sorted by item. Of the rows of a pair, the one with
 * the latest timestamp stays; of several such, the last. A row without a rating stays if there is
 * no other.
 */
final class RatingsCollector {
  private static final int MOST = Integer.MAX_VALUE - 8;
  private static final int PART_ROWS = 1 << 14;

  private final IdNumbers users = new IdNumbers();
  private final IdNumbers items = new IdNumbers();
  private final boolean timed;
  private final List<Part> parts = new ArrayList<>();

  /** Rows that came one by one, after those of the parts. */
  private Part open;

  private int openRows;
  private int rows;
  private int missing;

  /** Rows by column: the numbers of users and items, ratings, and times if the rows have any. */
  private record Part(int[] users, int[] items, float[] ratings, double[] times) {
    static Part ofSize(int rows, boolean timed) {
      return new Part(new int[rows], new int[rows], new float[rows], new double[timed ? rows : 0]);
    }

    Part range(int from, int to) {
      return new Part(
          Arrays.copyOfRange(users, from, to),
          Arrays.copyOfRange(items, from, to),
          Arrays.copyOfRange(ratings, from, to),
          times.length == 0 ? times : Arrays.copyOfRange(times, from, to));
    }

    void set(int row, int user, int item, float rating, double time) {
      users[row] = user;
      items[row] = item;
      ratings[row] = rating;
      if (times.length > 0) {
        times[row] = time;
      }
    }
  }

  /**
   * @param timed whether rows have a timestamp
   */
  RatingsCollector(boolean timed) {
    this.timed = timed;
    this.open = Part.ofSize(PART_ROWS, timed);
  }

  /** Adds a row; the timestamp counts only in a timed collector, and not without a rating. */
  void add(String user, String item, float rating, double timestamp) {
    count(1);
    missing += rating == FieldValues.MISSING ? 1 : 0;
    if (openRows == PART_ROWS) {
      closePart();
    }
    open.set(openRows++, users.number(user), items.number(item), rating, timestamp);
  }

  /** Adds the rows of a block, whose arrays now belong to this. */
  void addAll(RatingBlock block) {
    count(block.rows());
    missing += block.missing();
    closePart();
    users.takeOver(block.users(), block.userOf());
    items.takeOver(block.items(), block.itemOf());
    parts.add(new Part(block.userOf(), block.itemOf(), block.ratings(), block.times()));
  }

  private void count(int more) {
    if (more > MOST - rows) {
      throw new InputException("more than " + MOST + " ratings (expected: fewer)");
    }
    rows += more;
  }

  private void closePart() {
    if (openRows > 0) {
      parts.add(open.range(0, openRows));
      openRows = 0;
    }
  }

  /** The times of the rows that have one; call it before {@link #toTable}. */
  TimeSpan times() {
    closePart();
    long count = 0;
    double earliest = Double.POSITIVE_INFINITY;
    double latest = Double.NEGATIVE_INFINITY;
    for (Part part : parts) {
      for (double time : part.times()) {
        if (time != Timestamps.NONE) {
          count++;
          earliest = Math.min(earliest, time);
          latest = Math.max(latest, time);
        }
      }
    }
    return new TimeSpan(count, earliest, latest);
  }

  /**
   * Some times.
   *
   * @param count how many there are
   */
  record TimeSpan(long count, double earliest, double latest) {}

  /** Changes all times so far. */
  void changeTimes(DoubleUnaryOperator change) {
    closePart();
    for (Part part : parts) {
      Arrays.setAll(part.times(), row -> change.applyAsDouble(part.times()[row]));
    }
  }

  /** The number of rows with a rating that were added. */
  int rated() {
    return rows - missing;
  }

  /** The number of rows without a rating that were added. */
  int missing() {
    return missing;
  }

  /**
   * What the rows say.
   *
   * @param unrated the pairs without a rating, over the vocabularies of the table
   */
  record Collected(RatingTable table, UserRatings unrated) {}

  /** Makes the table of all rows. Call it once. */
  Collected toTable() {
    closePart();
    IdVocabulary userIds = users.vocabulary();
    IdVocabulary itemIds = items.vocabulary();
    int[] next = startsOfUsers(userIds.size());
    Part all = byUser(next);
    // Each start has moved to the start of the next user.
    int[] kept = new int[userIds.size()];
    IntStream.range(0, kept.length)
        .parallel()
        .forEach(user -> kept[user] = keepLatest(all, user == 0 ? 0 : next[user - 1], next[user]));
    UserRatings unrated =
        missing == 0 ? UserRatings.none(kept.length) : takeUnrated(all, next, kept);
    return new Collected(table(userIds, itemIds, all, next, kept), unrated);
  }

  private int[] startsOfUsers(int count) {
    int[] starts = new int[count];
    for (Part part : parts) {
      for (int number : part.users()) {
        starts[users.position(number)]++;
      }
    }
    int start = 0;
    for (int user = 0; user < count; user++) {
      int rowsOfUser = starts[user];
      starts[user] = start;
      start += rowsOfUser;
    }
    return starts;
  }

  /**
   * All rows, by user. Ids are positions from here on; the parts are gone.
   *
   * @param next where the next row of each user goes
   */
  private Part byUser(int[] next) {
    Part all = Part.ofSize(rows, timed);
    for (int p = 0; p < parts.size(); p++) {
      Part part = parts.set(p, Part.ofSize(0, timed));
      for (int i = 0; i < part.users().length; i++) {
        int user = users.position(part.users()[i]);
        all.set(
            next[user]++,
            user,
            items.position(part.items()[i]),
            part.ratings()[i],
            timed ? part.times()[i] : 0);
      }
    }
    return all;
  }

  /** Sorts rows of a user by item, and keeps one of each at the front; returns their number. */
  private static int keepLatest(Part all, int start, int end) {
    if (areAscending(all.items(), start, end)) {
      return end - start;
    }
    long[] order = new long[end - start];
    for (int i = 0; i < order.length; i++) {
      order[i] = (long) all.items()[start + i] << Integer.SIZE | i;
    }
    Arrays.sort(order);
    Part old = all.range(start, end);
    int kept = start - 1;
    double latest = 0;
    for (long entry : order) {
      int row = (int) entry;
      int item = old.items()[row];
      double time = old.times().length > 0 ? old.times()[row] : 0;
      boolean isNew = kept < start || all.items()[kept] != item;
      boolean isRated = old.ratings()[row] != FieldValues.MISSING;
      if (isNew || (isRated && time >= latest)) {
        kept += isNew ? 1 : 0;
        all.items()[kept] = item;
        all.ratings()[kept] = old.ratings()[row];
        latest = time;
      }
    }
    return kept + 1 - start;
  }

  private static boolean areAscending(int[] items, int start, int end) {
    for (int i = start + 1; i < end; i++) {
      if (items[i - 1] >= items[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Takes the rows without a rating out of those at the front of each user.
   *
   * @param kept the number of rows at the front; changed
   */
  private static UserRatings takeUnrated(Part all, int[] ends, int[] kept) {
    int[] starts = new int[kept.length + 1];
    int[] unrated = new int[Arrays.stream(kept).sum()];
    int count = 0;
    for (int user = 0; user < kept.length; user++) {
      int start = user == 0 ? 0 : ends[user - 1];
      int rated = start;
      for (int row = start; row < start + kept[user]; row++) {
        if (all.ratings()[row] == FieldValues.MISSING) {
          unrated[count++] = all.items()[row];
        } else {
          all.items()[rated] = all.items()[row];
          all.ratings()[rated++] = all.ratings()[row];
        }
      }
      kept[user] = rated - start;
      starts[user + 1] = count;
    }
    return new UserRatings(starts, Arrays.copyOf(unrated, count), new float[count]);
  }

  /** The table of the rows at the front of each user. */
  private static RatingTable table(
      IdVocabulary userIds, IdVocabulary itemIds, Part all, int[] ends, int[] kept) {
    int size = 0;
    int start = 0;
    for (int user = 0; user < kept.length; user++) {
      System.arraycopy(all.users(), start, all.users(), size, kept[user]);
      System.arraycopy(all.items(), start, all.items(), size, kept[user]);
      System.arraycopy(all.ratings(), start, all.ratings(), size, kept[user]);
      size += kept[user];
      start = ends[user];
    }
    return RatingTable.owning(
        userIds,
        itemIds,
        Arrays.copyOf(all.users(), size),
        Arrays.copyOf(all.items(), size),
        Arrays.copyOf(all.ratings(), size));
  }
}

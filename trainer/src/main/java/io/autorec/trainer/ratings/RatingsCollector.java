package io.autorec.trainer.ratings;

import io.autorec.model.IdVocabulary;
import io.autorec.model.UserRatings;
import io.autorec.trainer.blocks.RatingBlock;
import io.autorec.trainer.blocks.RowsByUser;
import io.autorec.trainer.fields.FieldValues;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.times.RatingTimes;
import io.autorec.trainer.times.Timestamps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

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
   * @param times the times of the ratings, if they are kept
   */
  record Collected(RatingTable table, UserRatings unrated, RatingTimes times) {
    /** The same without the pairs that have no rating. */
    Collected withoutUnrated() {
      return new Collected(table, UserRatings.none(unrated.users()), times);
    }

    /** All pairs as interactions; a pair without a rating has no time. */
    Collected asInteractions() {
      RatingTable all = table.asInteractions(unrated);
      double[] ofAll = new double[times.size() == 0 ? 0 : all.size()];
      int next = 0;
      for (int i = 0; i < ofAll.length; i++) {
        boolean rated =
            next < table.size()
                && table.user(next) == all.user(i)
                && table.item(next) == all.item(i);
        ofAll[i] = rated ? times.time(next++) : Timestamps.NONE;
      }
      return new Collected(all, UserRatings.none(unrated.users()), RatingTimes.owning(ofAll));
    }
  }

  /**
   * Makes the table of all rows. Call it once.
   *
   * @param keepTimes whether the times are kept, too
   */
  Collected toTable(boolean keepTimes) {
    closePart();
    IdVocabulary userIds = users.vocabulary();
    IdVocabulary itemIds = items.vocabulary();
    RowsByUser sorted = byUser(userIds.size(), itemIds.size());
    sorted.sort();
    UserRatings unrated = missing == 0 ? UserRatings.none(userIds.size()) : sorted.takeUnrated();
    RatingTimes times =
        keepTimes && timed ? RatingTimes.owning(sorted.takeTimes()) : RatingTimes.NOT_KEPT;
    RatingTable table =
        sorted.take(
            (userOf, itemOf, ratings) ->
                RatingTable.owning(userIds, itemIds, userOf, itemOf, ratings));
    return new Collected(table, unrated, times);
  }

  /** All rows by user, in the order in which they came. The parts are gone. */
  private RowsByUser byUser(int allUsers, int allItems) {
    RowsByUser all = new RowsByUser(startsOfUsers(allUsers), rows, timed, allItems);
    for (int p = 0; p < parts.size(); p++) {
      Part part = parts.set(p, Part.ofSize(0, timed));
      for (int i = 0; i < part.users().length; i++) {
        all.add(
            users.position(part.users()[i]),
            items.position(part.items()[i]),
            part.ratings()[i],
            timed ? part.times()[i] : 0);
      }
    }
    return all;
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
}

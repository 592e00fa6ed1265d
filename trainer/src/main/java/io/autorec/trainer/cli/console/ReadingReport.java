package io.autorec.trainer.cli.console;

import io.autorec.trainer.fields.RatingNumber;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.ReadingSummary;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.Collectors;

/** Says what was understood of a ratings file, so that a person sees at once if it is wrong. */
public final class ReadingReport {
  /** More values than this are not listed one by one. */
  private static final int MOST_VALUES = 12;

  /** Numbers of seconds between them, 1973 to 5138, are taken for moments. */
  private static final double FIRST_MOMENT = 1e8;

  private static final double LAST_MOMENT = 1e11;

  /** Numbers from 0 to this one may be another rating, or the fraction of one. */
  private static final double LARGEST_NO_MOMENT = 100;

  /** Ratings from 0 to 100 are not taken for counts. */
  private static final float MOST_STEPS = 100;

  /** How programs write that there is no value. */
  private static final List<String> NO_IDS = List.of("NaN", "nan", "NULL", "null", "None", "\\N");

  private ReadingReport() {}

  /** Prints some lines. */
  public static void print(PrintWriter out, RatingsFile file) {
    RatingTable table = file.table();
    ReadingSummary summary = file.summary();
    out.printf(
        "%s: %d %s of %d items by %d users%s%n",
        file.fileName(),
        table.size(),
        file.feedback().noun(),
        table.items().size(),
        table.users().size(),
        leftOut(file));
    out.println("  " + summary.format() + "; columns " + String.join(", ", summary.columns()));
    out.println("  first: " + summary.first());
    if (file.feedback().isImplicit()) {
      out.println("  feedback: interactions, " + file.feedback().reason());
    } else {
      NavigableMap<Float, Integer> counts = table.counts();
      out.println("  ratings: " + values(counts));
      out.println("  scale: " + file.scale().told());
      hint(counts).forEach(hint -> out.println("  " + hint));
      counted(counts).forEach(hint -> out.println("  " + hint));
    }
    withoutRatings(file).forEach(line -> out.println("  " + line));
    ids(table).forEach(hint -> out.println("  " + hint));
    times(summary).forEach(line -> out.println("  " + line));
    summary.notes().forEach(note -> out.println("  " + note));
    if (!summary.titles().isEmpty()) {
      out.println("  " + summary.titles());
    }
    if (!summary.firstSkipped().isEmpty()) {
      out.println("  first bad row: " + summary.firstSkipped());
    }
  }

  private static String leftOut(RatingsFile file) {
    StringBuilder text = new StringBuilder();
    if (file.repeatedPairs() > 0) {
      text.append("; ").append(file.repeatedPairs()).append(" repeated pairs, ");
      text.append(file.feedback().isImplicit() ? "each counted once" : "the latest taken");
    }
    if (file.skippedRows() > 0) {
      text.append("; ").append(file.skippedRows()).append(" bad ");
      text.append(file.skippedRows() == 1 ? "row skipped" : "rows skipped");
    }
    if (file.summary().missing() > 0) {
      text.append("; ").append(file.summary().missing());
      text.append(file.summary().missing() == 1 ? " row" : " rows").append(" without a rating");
      text.append(
          file.unrated().size() > 0
              ? ": interactions for the ranking head"
              : file.feedback().isImplicit() ? ": interactions, too" : " left out");
    }
    return text.toString();
  }

  private static String values(NavigableMap<Float, Integer> counts) {
    if (counts.size() > MOST_VALUES) {
      return "%s to %s, %d values"
          .formatted(
              RatingNumber.shown(counts.firstKey()),
              RatingNumber.shown(counts.lastKey()),
              counts.size());
    }
    return counts.entrySet().stream()
        .map(entry -> RatingNumber.shown(entry.getKey()) + " (" + entry.getValue() + ")")
        .collect(Collectors.joining(", "));
  }

  /** What a value at the end of the scale may mean. */
  private static List<String> hint(NavigableMap<Float, Integer> counts) {
    List<Float> values = new ArrayList<>(counts.keySet());
    if (values.size() < 3) {
      return List.of();
    }
    float lowest = values.get(0);
    float highest = values.get(values.size() - 1);
    boolean low = (lowest == 0 || lowest == -1) && values.get(1) >= 1;
    boolean high = highest > 3 * Math.max(values.get(values.size() - 2), 1);
    List<String> hints = new ArrayList<>();
    for (Map.Entry<Float, Boolean> odd :
        List.of(Map.entry(lowest, low), Map.entry(highest, high))) {
      if (odd.getValue()) {
        hints.add(
            "if %1$s stands for no rating, --missing-value %1$s says so"
                .formatted(RatingNumber.shown(odd.getKey())));
      }
    }
    return hints;
  }

  /** What many values may mean: counts, and numbers with separators of thousands. */
  private static List<String> counted(NavigableMap<Float, Integer> counts) {
    List<String> hints = new ArrayList<>();
    boolean whole =
        counts.keySet().stream().allMatch(value -> value >= 0 && value == Math.rint(value));
    if (whole
        && counts.size() > MOST_VALUES
        && counts.lastKey() > MOST_STEPS * Math.max(counts.firstKey(), 1)) {
      hints.add("if these are counts, such as plays, --interactions takes each as a choice");
    }
    List<Float> parts =
        counts.keySet().stream().filter(value -> value != Math.rint(value)).toList();
    if (!parts.isEmpty() && parts.stream().allMatch(ReadingReport::hasThreeDecimals)) {
      hints.add(
          "if %s stands for %.0f, write the numbers without separators of thousands"
              .formatted(RatingNumber.shown(parts.get(0)), parts.get(0) * 1000));
    }
    return hints;
  }

  private static boolean hasThreeDecimals(float value) {
    String text = Float.toString(Math.abs(value));
    return text.length() - text.indexOf('.') == 4 && text.indexOf('E') < 0;
  }

  /** Of whom and what only choices without a rating are known. */
  private static List<String> withoutRatings(RatingsFile file) {
    RatingTable table = file.table();
    if (file.unrated().size() == 0) {
      return List.of();
    }
    BitSet users = new BitSet();
    BitSet items = new BitSet();
    for (int i = 0; i < table.size(); i++) {
      users.set(table.user(i));
      items.set(table.item(i));
    }
    int otherUsers = table.users().size() - users.cardinality();
    int otherItems = table.items().size() - items.cardinality();
    return otherUsers + otherItems == 0
        ? List.of()
        : List.of("without any rating: %d users, %d items".formatted(otherUsers, otherItems));
  }

  /** What ids may not be. */
  private static List<String> ids(RatingTable table) {
    List<String> hints = new ArrayList<>();
    if (table.users().size() == table.size() && table.size() > MOST_VALUES) {
      hints.add(
          "each user has one rating; if the column of users only numbers the lines, --user-column names another");
    }
    for (String none : NO_IDS) {
      if (table.users().position(none).isPresent()) {
        hints.add("user \"%s\" is taken for an id".formatted(none));
      }
      if (table.items().position(none).isPresent()) {
        hints.add("item \"%s\" is taken for an id".formatted(none));
      }
    }
    return hints;
  }

  private static List<String> times(ReadingSummary summary) {
    List<String> lines = new ArrayList<>();
    if (summary.times() > 0) {
      lines.add("times: " + time(summary.earliest()) + " to " + time(summary.latest()));
      if (summary.earliest() >= 0 && summary.latest() <= LARGEST_NO_MOMENT) {
        lines.add("if these numbers are no times, --timestamp-column none ignores them");
      }
      if (summary.earliest() >= FIRST_MOMENT
          && summary.latest() / summary.earliest() > MOST_STEPS) {
        lines.add("some times seem to have another unit than others, which makes them later");
      }
    }
    if (summary.unreadTimes() > 0) {
      lines.add(
          "%d times cannot be read, and count as none; the first: %s"
              .formatted(summary.unreadTimes(), summary.firstUnreadTime()));
    }
    return lines;
  }

  /** A moment of seconds, milliseconds, microseconds or nanoseconds since 1970, or the number. */
  private static String time(double time) {
    for (double unit = 1; unit <= 1e9; unit *= 1000) {
      double seconds = time / unit;
      if (seconds >= FIRST_MOMENT && seconds < LAST_MOMENT) {
        return Instant.ofEpochSecond((long) seconds).atOffset(ZoneOffset.UTC).toLocalDate() + "";
      }
    }
    return String.format(Locale.ROOT, "%.0f", time);
  }
}

package io.autorec.trainer.times;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads times as they are written: a number, since any moment and in any unit, or a date with or
 * without a time of the day. They only decide which of two ratings is the later one, so all that
 * matters is that all of a file are on one scale.
 *
 * <p>Of 5/6/2014, the month is first, as in America, until a date such as 23/6/2014 shows the other
 * order. Not thread-safe.
 */
public final class Timestamps {
  /** No time, earlier than any other. */
  public static final double NONE = Double.NEGATIVE_INFINITY;

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?[0-9]+(\\.[0-9]*)?([eE][-+]?[0-9]+)?");

  /** So many digits are a long in any case. */
  private static final int MOST_DIGITS = 18;

  private static final DateTimeFormatter MONTH_FIRST = dates("M/d/yyyy");
  private static final DateTimeFormatter DAY_FIRST = dates("d/M/yyyy");

  /** ISO 8601 with a blank or a T, month names, dots, and what Twitter and mails have. */
  private static final List<DateTimeFormatter> FORMATS =
      List.of(
          dates("yyyy-M-d"),
          dates("yyyy/M/d"),
          dates("d.M.yyyy"),
          dates("MMMM d, yyyy"),
          dates("MMM d, yyyy"),
          dates("M d, yyyy"),
          dates("d MMM yyyy"),
          dates("d-MMM-yyyy"),
          dates("EEE, d MMM yyyy"),
          formatter(new DateTimeFormatterBuilder(), "EEE MMM d H:mm:ss[ xx][ z] uuuu"));

  private long ambiguous;
  private long others;
  private boolean dayFirst;
  private boolean mustSwap;

  private static DateTimeFormatter dates(String date) {
    return formatter(
        new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern(date.replace("yyyy", "uuuu") + "[['T'][ ][h:mm[:ss][ ]a][H:mm[:ss]")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd(),
        "[[ ]XXX][[ ]XX][[ ]X][ z]]]");
  }

  private static DateTimeFormatter formatter(DateTimeFormatterBuilder start, String end) {
    // Strict: February has no 31st, which would be read as its last day.
    return start
        .parseCaseInsensitive()
        .appendPattern(end)
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /** The time; {@link #NONE} for an empty text, NaN for one that is no time. */
  public double parse(String text) {
    int slash = text.indexOf('/');
    double time = slash == 1 || slash == 2 ? slashed(text) : Double.NaN;
    if (Double.isNaN(time)) {
      time = parseClear(text);
      others += Double.isNaN(time) || time == NONE ? 0 : 1;
    }
    return time;
  }

  /**
   * The time, if it means the same among any others; {@link #NONE} for an empty text, NaN for one
   * that is no such time.
   */
  public static double parseClear(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    if (isSmallInteger(text)) {
      return Long.parseLong(text);
    }
    if (NUMBER.matcher(text).matches()) {
      return Double.parseDouble(text);
    }
    double time = Double.NaN;
    for (int i = 0; i < FORMATS.size() && Double.isNaN(time); i++) {
      time = parsed(FORMATS.get(i), text);
    }
    return time;
  }

  /** Takes note of times that were read by {@link #parseClear}. */
  public void addClear(long count) {
    others += count;
  }

  /**
   * Returns true if the time that was read last shows that all before have the day first, so that
   * they are to be changed by {@link #swapDays}.
   */
  public boolean mustSwapDays() {
    boolean must = mustSwap;
    mustSwap = false;
    return must;
  }

  /** The time whose date has the month of this one as its day, and its day as its month. */
  public double swapDays(double time) {
    if (time == NONE) {
      return NONE;
    }
    LocalDateTime moment = LocalDateTime.ofEpochSecond((long) Math.floor(time), 0, ZoneOffset.UTC);
    if (moment.getDayOfMonth() > 12) {
      return time; // its time zone moved it
    }
    return moment
            .withDayOfMonth(1)
            .withMonth(moment.getDayOfMonth())
            .withDayOfMonth(moment.getMonthValue())
            .toEpochSecond(ZoneOffset.UTC)
        + (time - Math.floor(time));
  }

  /** The time of a date with slashes that does not begin with the year; NaN if it is none. */
  private double slashed(String text) {
    double first = parsed(dayFirst ? DAY_FIRST : MONTH_FIRST, text);
    if (!Double.isNaN(first)) {
      ambiguous++;
      return first;
    }
    double second = dayFirst ? Double.NaN : parsed(DAY_FIRST, text);
    if (!Double.isNaN(second)) {
      dayFirst = true;
      mustSwap = ambiguous > 0 && others == 0;
    }
    return second;
  }

  private static double parsed(DateTimeFormatter format, String text) {
    try {
      return seconds(format.parse(text));
    } catch (DateTimeException e) {
      return Double.NaN;
    }
  }

  /** Most times are such: they need no pattern. */
  private static boolean isSmallInteger(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() <= MOST_DIGITS;
  }

  private static double seconds(TemporalAccessor parsed) {
    LocalDate date = parsed.query(TemporalQueries.localDate());
    LocalTime time = parsed.query(TemporalQueries.localTime());
    ZoneId zone = parsed.query(TemporalQueries.zone());
    Instant moment =
        date.atTime(time == null ? LocalTime.MIDNIGHT : time)
            .atZone(zone == null ? ZoneOffset.UTC : zone)
            .toInstant();
    return moment.getEpochSecond() + moment.getNano() / 1e9;
  }
}

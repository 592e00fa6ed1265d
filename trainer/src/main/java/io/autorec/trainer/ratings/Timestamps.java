package io.autorec.trainer.ratings;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Times as they are written: a number, since any moment and in any unit, or a date with or without
 * a time of the day. They only decide which of two ratings is the later one, so all that matters is
 * that all of a file are on one scale.
 */
final class Timestamps {
  /** No time, earlier than any other. */
  static final double NONE = Double.NEGATIVE_INFINITY;

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?[0-9]+(\\.[0-9]*)?([eE][-+]?[0-9]+)?");

  /** So many digits are a long in any case. */
  private static final int MOST_DIGITS = 18;

  /** ISO 8601 with a blank or a T, month names, and the American order. */
  private static final List<DateTimeFormatter> FORMATS =
      List.of(
          dates("yyyy-M-d"),
          dates("yyyy/M/d"),
          dates("M/d/yyyy"),
          dates("MMMM d, yyyy"),
          dates("MMM d, yyyy"),
          dates("M d, yyyy"));

  private Timestamps() {}

  private static DateTimeFormatter dates(String date) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(date.replace("yyyy", "uuuu") + "[['T'][ ]H:mm[:ss]")
        .optionalStart()
        .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
        .optionalEnd()
        .appendPattern("[[ ]XXX][[ ]XX][ z]]")
        .toFormatter(Locale.ENGLISH);
  }

  /** The time; {@link #NONE} for an empty text, NaN for one that is no time. */
  static double parse(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    if (isSmallInteger(text)) {
      return Long.parseLong(text);
    }
    if (NUMBER.matcher(text).matches()) {
      return Double.parseDouble(text);
    }
    for (DateTimeFormatter format : FORMATS) {
      try {
        return seconds(format.parse(text));
      } catch (DateTimeException e) {
        // Another format, or none.
      }
    }
    return Double.NaN;
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

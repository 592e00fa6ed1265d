package io.autorec.trainer.ratings;

import io.autorec.trainer.fields.Timestamps;

/** What is said of the times of an input. */
final class TimesSeen {
  private long count;
  private double earliest = Double.POSITIVE_INFINITY;
  private double latest = Double.NEGATIVE_INFINITY;
  private long unread;
  private String firstUnread = "";

  /** Adds a time; {@link Timestamps#NONE} does not count. */
  void add(double time) {
    if (time != Timestamps.NONE) {
      count++;
      earliest = Math.min(earliest, time);
      latest = Math.max(latest, time);
    }
  }

  /** Adds a time that could not be read. */
  void addUnread(String what) {
    if (unread++ == 0) {
      firstUnread = what;
    }
  }

  void tell(ReadingSummaryBuilder summary) {
    summary
        .times(count)
        .earliest(earliest)
        .latest(latest)
        .unreadTimes(unread)
        .firstUnreadTime(firstUnread);
  }
}

package io.autorec.trainer.times;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2014-05-03 12:00:01 UTC           | 2014-05-03T12:00:01Z
          2014-05-03T12:00:01.5Z            | 2014-05-03T12:00:01.5Z
          2014-05-03 12:00:01+02            | 2014-05-03T10:00:01Z
          2014-05-03 1:00 PM                | 2014-05-03T13:00:00Z
          05/03/2014 01:00:05 am            | 2014-05-03T01:00:05Z
          5/3/2014                          | 2014-05-03T00:00:00Z
          23/5/2014 12:30                   | 2014-05-23T12:30:00Z
          2014/5/3                          | 2014-05-03T00:00:00Z
          03.05.2014 23:59                  | 2014-05-03T23:59:00Z
          3 May 2014                        | 2014-05-03T00:00:00Z
          03-May-2014                       | 2014-05-03T00:00:00Z
          May 3, 2014                       | 2014-05-03T00:00:00Z
          Wed Jun 23 05:37:41 +0000 2010    | 2010-06-23T05:37:41Z
          Wed Jun 23 05:37:41 UTC 2010      | 2010-06-23T05:37:41Z
          Fri, 21 Nov 1997 09:55:06 -0600   | 1997-11-21T15:55:06Z
          """)
  void parse_readsDates(String text, Instant moment) {
    assertEquals(moment.toEpochMilli() / 1000.0, new Timestamps().parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "noon",
        "May 2014",
        "2014-05",
        "12:30",
        "4/8/14",
        "13/13/2014",
        "1e",
        "2020-02-31",
        "31/04/2020",
        "Tue Jun 23 05:37:41 UTC 2010"
      })
  void parse_isNoNumber_forOtherTexts(String text) {
    assertTrue(Double.isNaN(new Timestamps().parse(text)));
  }

  @Test
  void swapDays_mendsTheTimesBefore_onceADayIsFirst() {
    Timestamps timestamps = new Timestamps();
    double early = timestamps.parse("03/05/2014 10:00:00.25");
    assertFalse(timestamps.mustSwapDays());
    assertEquals(seconds("2014-05-13T00:00:00Z"), timestamps.parse("13/05/2014"));
    assertTrue(timestamps.mustSwapDays());
    assertFalse(timestamps.mustSwapDays());
    assertEquals(seconds("2014-05-03T10:00:00Z") + 0.25, timestamps.swapDays(early));
    assertEquals(Timestamps.NONE, timestamps.swapDays(Timestamps.NONE));
    assertEquals(seconds("2014-06-04T00:00:00Z"), timestamps.parse("04/06/2014"));
    assertTrue(Double.isNaN(timestamps.parse("05/13/2014")));
  }

  @Test
  void mustSwapDays_isFalse_whereOtherTimesCameBefore() {
    Timestamps timestamps = new Timestamps();
    timestamps.parse("1300000000");
    timestamps.parse("03/05/2014");
    timestamps.parse("13/05/2014");
    assertFalse(timestamps.mustSwapDays());
  }

  private static double seconds(String moment) {
    return Instant.parse(moment).getEpochSecond();
  }
}

package io.autorec.trainer.ratings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.trainer.input.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same three ratings, in the dialects of text that people have. */
class RatingsReaderDialectsTest {
  private static final String TABLE = "1 10 4.0\n1 20 3.5\n2 10 1.0\n";
  private static final ReadOptions DEFAULTS = ReadOptions.defaults();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        // without a header
        "1,10,4,9\n1,20,3.5,9\n2,10,1,9\n",
        "1;10;4\n1;20;3,5\n2;10;1\n",
        "1|10|4\n1|20|3.5\n2|10|1\n",
        "1 10 4\n1 20  3.5\n2\t10 1\n",
        "1 10 4 2005-09-06\n1 20 3.5 2005-09-06\n2 10 1 2005-09-06\n",
        "1\t10\t4\t2005-09-06\n1\t20\t3.5\t2005-09-06\n2\t10\t1\t\n",
        // with the headers of data sets of the field
        "customer_id\tproduct_id\tstar_rating\n1\t10\t4\n1\t20\t3.5\n2\t10\t1\n",
        "user_id:token\titem_id:token\trating:float\n1\t10\t4\n1\t20\t3.5\n2\t10\t1\n",
        "\"User-ID\";\"ISBN\";\"Book-Rating\"\n\"1\";\"10\";\"4\"\n\"1\";\"20\";\"3.5\"\n2;10;1\n",
        "user_id,anime_id,rating\n1,10,4\n1,20,3.5\n2,10,1\n",
        "user_id,business_id,stars,date\n1,10,4,2005-01-01\n1,20,3.5,\n2,10,1,\n",
        "user_id,parent_asin,rating,timestamp\n1,10,4,1\n1,20,3.5,2\n2,10,1,3\n",
        "UserID::MovieID::Rating::Timestamp\n1::10::4::1\n1::20::3.5::1\n2::10::1::1\n",
        "user item rating\n1 10 4\n1 20 3.5\n2 10 1\n",
        // decimal commas, Excel's line, an index column, no-break spaces, line ends of old Macs
        "userId;movieId;rating\n1;10;4,0\n1;20;3,5\n2;10;1\n",
        "sep=;\nuserId;movieId;rating\n1;10;4\n1;20;3.5\n2;10;1\n",
        "\"sep=|\"\r\nuserId|movieId|rating\r\n1|10|4\r\n1|20|3.5\r\n2|10|1\r\n",
        ",userId,movieId,rating\n0,1,10,4\n1,1,20,3.5\n2,2,10,1\n",
        "userId,movieId,rating\n1,10,4\u00A0\n1,\u00A020,3.5\n2,10,1\n",
        "userId,movieId,rating\r1,10,4\r1,20,3.5\r2,10,1\r",
        "1,10,4\r1,20,3.5\r2,10,1\r",
      })
  void read_givesTheTable_whateverTheDialect(String text) throws IOException {
    assertEquals(TABLE, TextFiles.contents(read(text, DEFAULTS).table()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "timestamp\n1,10,1,964985546.0\n1,10,4,964985547.5\n1,20,3.5,1e9\n2,10,1,5",
        "timestamp\n1,10,1,2005-09-06 10:00:00\n1,10,4,2005-09-06 10:00:01\n1,20,3.5,\n2,10,1,",
        "date\n1,10,1,2005-09-06T10:00:00+02:00\n1,10,4,2005-09-06T09:00:00Z\n1,20,3.5,\n2,10,1,",
        "date\n1,10,4,2005-09-06 10:00:00.25\n1,10,1,2005-09-06\n1,20,3.5,\n2,10,1,",
        "time\n1,10,4,12/31/2005 23:59\n1,10,1,2/1/2005\n1,20,3.5,\n2,10,1,",
        "time\n1,10,4,\"December 31, 2005\"\n1,10,1,\"Sep 6, 2005\"\n1,20,3.5,\n2,10,1,",
        "time\n1,10,4,5\n1,10,1,\n1,20,3.5,x\n2,10,1,",
      })
  void read_keepsTheLatest_howeverTimesAreWritten(String rows) throws IOException {
    assertEquals(TABLE, TextFiles.contents(read("user,item,rating," + rows, DEFAULTS).table()));
  }

  @Test
  void read_goesOn_whenTimesCannotBeRead() throws IOException {
    RatingsFile file = read("user,item,rating,time\n1,10,4,noon\n1,20,3.5,9\n2,10,1,\n", DEFAULTS);
    assertEquals(TABLE, TextFiles.contents(file.table()));
    assertEquals(1, file.summary().unreadTimes());
    assertEquals(folder.resolve("ratings.txt") + ":2: \"noon\"", file.summary().firstUnreadTime());
    assertEquals(1, file.summary().times());
    assertEquals(9, file.summary().latest());
    ReadOptions none = DEFAULTS.toBuilder().timestampColumn("none").build();
    assertEquals(0, read("user,item,rating,time\n1,10,4,noon\n2,20,1,1\n", none).summary().times());
  }

  @Test
  void read_takesColumnsByPosition() throws IOException {
    ReadOptions itemFirst = DEFAULTS.toBuilder().userColumn("2").itemColumn("1").build();
    assertEquals(
        TABLE, TextFiles.contents(read("10\t1\t4\n20\t1\t3.5\n10\t2\t1\n", itemFirst).table()));
    ReadOptions odd =
        DEFAULTS.toBuilder().userColumn("3").itemColumn("2").ratingColumn("1").build();
    assertEquals(TABLE, TextFiles.contents(read("4,10,1\n3.5,20,1\n1,10,2\n", odd).table()));
    assertEquals(TABLE, TextFiles.contents(read("a,b,c\n4,10,1\n3.5,20,1\n1,10,2\n", odd).table()));
  }

  @Test
  void read_doesAsTold_whereTheFirstLineIsAmbiguous() throws IOException {
    ReadOptions header = DEFAULTS.toBuilder().header(ReadOptions.Header.PRESENT).build();
    ReadOptions first =
        header.toBuilder().userColumn("1").itemColumn("2").ratingColumn("3").build();
    String text = "7,8,9\n1,10,4\n1,20,3.5\n2,10,1\n";
    assertEquals(TABLE, TextFiles.contents(read(text, first).table()));
    assertEquals(4, read(text, DEFAULTS).rows());
    ReadOptions separator = DEFAULTS.toBuilder().separator("/").build();
    assertEquals(TABLE, TextFiles.contents(read("1/10/4\n1/20/3.5\n2/10/1\n", separator).table()));
  }

  @Test
  void read_leavesOutRatingsThatStandForNone() throws IOException {
    ReadOptions options = DEFAULTS.toBuilder().missingValues(List.of("-1", "NA")).build();
    RatingsFile file =
        read("user,item,rating\n1,10,4\n2,20,-1.0\n1,20,3.5\n2,10,1\n3,30,NA\n", options);
    assertEquals(TABLE, TextFiles.contents(file.table()));
    assertEquals(2, file.summary().missing());
    assertEquals(
        TABLE, TextFiles.contents(read("2,20,NA\n1,10,4\n1,20,3.5\n2,10,1\n", options).table()));
  }

  @Test
  void read_keepsIdsWithColons_inOtherSeparators() throws IOException {
    for (String separator : List.of("\t", ",", ";", "|")) {
      String text = "1,a::10,4\n1,a::20,3.5\n2,a::10,1\n".replace(",", separator);
      assertEquals(
          "1 a::10 4.0\n1 a::20 3.5\n2 a::10 1.0\n",
          TextFiles.contents(read(text, DEFAULTS).table()));
    }
  }

  @Test
  void read_tellsWhatItUnderstood() throws IOException {
    ReadingSummary summary = read("user;item;rating\n1;10;4\n2;20;1\n", DEFAULTS).summary();
    assertEquals("fields separated by semicolons, with a header", summary.format());
    assertEquals(List.of("user", "item", "rating"), summary.columns());
    assertEquals("user \"1\", item \"10\", rating 4.0", summary.first());
    ReadOptions skip = DEFAULTS.toBuilder().skipBadRows(true).build();
    ReadingSummary skipped = read("1 10 4\n1 x\n2 20 1\n3 y\n", skip).summary();
    assertEquals("fields separated by blanks, no header", skipped.format());
    assertTrue(skipped.firstSkipped().contains(":2: 2 fields"), skipped.firstSkipped());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          user,item,rating;1,10,60%      | rating "60%"
          user,item,rating;1,10,4\u200B5 | rating "4\\u200b5"
          user,item,rating;1,10,NA       | rating "NA"
          user,item,rating;1,10,1 2      | rating "1 2"
          """)
  void read_showsTheValue_whenItIsNoRating(String lines, String shown) {
    InputException e =
        assertThrows(InputException.class, () -> read(lines.replace(';', '\n'), DEFAULTS));
    assertTrue(String.valueOf(e.getMessage()).contains(":2: " + shown + " (exp"), e.getMessage());
  }

  private RatingsFile read(String text, ReadOptions options) throws IOException {
    return RatingsReader.read(TextFiles.write(folder, "ratings.txt", text), options);
  }
}

package io.autorec.trainer.ratings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.InputFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of interactions, with or without ratings that are not wanted. */
class RatingsReaderInteractionsTest {
  private static final String TABLE = "1 10 1.0\n1 20 1.0\n2 10 1.0\n";
  private static final ReadOptions DEFAULTS = ReadOptions.defaults();
  private static final ReadOptions INTERACTIONS = DEFAULTS.asInteractions();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          userId,movieId;1,10;1,20;2,10                   | userId, movieId
          user,event,item;1,click,10;1,buy,20;2,click,10  | user, event, item
          item,user,when;10,1,2020-01-02;20,1,x;10,2,     | item, user, when
          user,item,timestamp;1,10,noon;1,20,5;2,10,6     | user, item, timestamp
          user,item,;1,10,0;1,20,1;2,10,2                 | 'user, item, '
          """)
  void read_takesInteractions_whenNoColumnHoldsRatings(String lines, String header)
      throws IOException {
    RatingsFile file = read(lines, DEFAULTS);
    assertEquals(TABLE, TextFiles.contents(file.table()));
    assertEquals(
        "since no column holds ratings in the header \"" + header + '"', file.feedback().reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1\t10;1\t20;2\t10", "1::10;1::20;2::10", "\uFEFF1::10;;1::20;2::10;"})
  void read_takesInteractions_whenLinesHaveTwoFields(String lines) throws IOException {
    RatingsFile file = read(lines, DEFAULTS);
    assertEquals(TABLE, TextFiles.contents(file.table()));
    assertEquals("since the lines have two fields, a user and an item", file.feedback().reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user,item,rating;1,10,5;1,20,5.0;2,10,5",
        "1::10::5::4;1::20::5::3;2::10::5::2",
        "1\t10\t5;1\t20\t5;2\t10\t5"
      })
  void read_takesInteractions_whenAllRatingsAreEqual(String lines) throws IOException {
    RatingsFile file = read(lines, DEFAULTS);
    assertEquals(TABLE, TextFiles.contents(file.table()));
    assertEquals("since every rating is 5.0", file.feedback().reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user,item,rating;1,10,5;1,20,?;2,10,3",
        "user,item,price;1,10,5;1,20,7;2,10,3",
        "userId\tmovieId\trating;1\t10\t5;1\t20\t4;2\t10\t3",
        "1::10::5::4;1::20::4::3;2::10::3::noon",
        "1\t10\tclick;1\t20\tbuy;2\t10\t5"
      })
  void read_takesInteractions_whenAskedTo(String lines) throws IOException {
    RatingsFile file = read(lines, INTERACTIONS);
    assertEquals(TABLE, TextFiles.contents(file.table()));
    assertEquals("as --interactions says", file.feedback().reason());
  }

  @Test
  void read_takesRatings_whenOneDiffers() throws IOException {
    RatingsFile file = read("user,item,rating;1,10,5;1,20,5;2,10,4", DEFAULTS);
    assertEquals("1 10 5.0\n1 20 5.0\n2 10 4.0\n", TextFiles.contents(file.table()));
    assertEquals(Feedback.RATINGS, file.feedback());
  }

  @Test
  void read_countsRepeatedPairsOnce() throws IOException {
    RatingsFile file = read("user,item;1,10;1,10;1,20;2,10;1,10", DEFAULTS);
    assertEquals(TABLE, TextFiles.contents(file.table()));
    assertEquals(2, file.repeatedPairs());
  }

  @Test
  void read_takesIdsWithColons_whenTabsSeparateTheFields() throws IOException {
    assertEquals(
        "1 a::1 4.0\n2 a::2 3.0\n",
        TextFiles.contents(read("1\ta::1\t4;2\ta::2\t3", DEFAULTS).table()));
    assertEquals(
        "1 a::1 1.0\n2 a::2 1.0\n", TextFiles.contents(read("1\ta::1;2\ta::2", DEFAULTS).table()));
  }

  @Test
  void read_findsTheColumns_whenColonsSeparateTheHeader() throws IOException {
    assertEquals(
        TABLE, TextFiles.contents(read("movieId::userId;10::1;20::1;10::2", DEFAULTS).table()));
    assertEquals(
        "1 10 3.0\n2 20 4.0\n",
        TextFiles.contents(
            read("UserID::MovieID::Rating::Timestamp;1::10::3::1;2::20::4::1", DEFAULTS).table()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          user,item,price;1,10,9.5      | no column is known to hold ratings, and price holds numbers (expected: \
          --rating-column NAME, or --interactions if there are no ratings)
          user,a,item,b,c;1,2,10,x,3    | no column is known to hold ratings, and a, c hold numbers (expected: \
          --rating-column NAME, or --interactions if there are no ratings)
          user,item,price;1,10,;2,20,;1,20,4 | no column is known to hold ratings, and price holds numbers (expected: \
          --rating-column NAME, or --interactions if there are no ratings)
          user,item;1,10;1,20           | interactions of 1 user only (expected: at least 2 users)
          user,item;1,10;2,10           | interactions of 1 item only (expected: at least 2 items)
          """)
  void read_refuses_whenItMayHoldRatings_orNothingCanBeLearnt(String lines, String reason) {
    assertEquals("likes.csv: " + reason, message(lines, DEFAULTS));
  }

  @Test
  void read_refusesAColumnOfNumbers_whenBadRowsAreSkipped() {
    assertEquals(
        "likes.csv: no column is known to hold ratings, and price holds numbers (expected: "
            + "--rating-column NAME, or --interactions if there are no ratings)",
        message(
            "user,item,price;,10,1;1,10,9.5;2,20,3",
            ReadOptions.defaults().toBuilder().skipBadRows(true).build()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,10;1,20;2,10", "1|10;1|20;2|10", "1 10;1 20;2 10"})
  void read_takesTwoFieldsAsInteractions_whateverSeparatesThem(String lines) throws IOException {
    assertEquals(TABLE, TextFiles.contents(read(lines, DEFAULTS).table()));
  }

  @Test
  void read_refuses_whenTheFirstLineIsNeitherHeaderNorPair() {
    assertEquals(
        "likes.csv:1: no column of users in the header \"guest, thing\" (expected: one named userId or user, or as"
            + " --user-column NAME or POSITION says)",
        message("guest\tthing;a\tb", DEFAULTS));
  }

  @Test
  void options_areRefused_whenTheyNameAColumnOfRatingsForInteractions() {
    InputException e =
        assertThrows(
            InputException.class,
            () ->
                ReadOptions.defaults().toBuilder()
                    .ratingColumn("stars")
                    .interactions(true)
                    .build());
    assertEquals(
        "--interactions: with --rating-column stars (expected: one of the two)", e.getMessage());
  }

  @Test
  void requireRatings_refusesInteractions() throws IOException {
    RatingsFile file = read("user,item,rating;1,10,5;2,20,5", DEFAULTS);
    InputException e = assertThrows(InputException.class, file::requireRatings);
    assertEquals(
        "likes.csv: interactions, since every rating is 5.0 (expected: ratings, of two values or"
            + " more)",
        e.getMessage());
  }

  @Test
  void readRatings_takesEqualRatings_andRefusesInteractions() throws IOException {
    Path equal = TextFiles.write(folder, "test.csv", "user,item,rating\n1,10,5\n2,20,5\n");
    RatingsFile file = RatingsReader.readRatings(InputFiles.of(equal), DEFAULTS);
    assertEquals("1 10 5.0\n2 20 5.0\n", TextFiles.contents(file.table()));
    assertEquals(Feedback.RATINGS, file.feedback());
    Path pairs = TextFiles.write(folder, "pairs.csv", "user,item\n1,10\n2,20\n");
    assertThrows(
        InputException.class, () -> RatingsReader.readRatings(InputFiles.of(pairs), DEFAULTS));
  }

  private RatingsFile read(String lines, ReadOptions options) throws IOException {
    String text = lines.replace(';', '\n');
    return RatingsReader.read(TextFiles.write(folder, "likes.csv", text), options);
  }

  private String message(String lines, ReadOptions options) {
    String message =
        String.valueOf(assertThrows(InputException.class, () -> read(lines, options)).getMessage());
    return message.replace(folder + "/", "");
  }
}

package io.autorec.trainer.ratings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.trainer.database.DatabaseQuery;
import io.autorec.trainer.database.Drivers;
import io.autorec.trainer.database.JdbcUrl;
import io.autorec.trainer.input.InputException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ratings from a database in memory. */
class RatingsReaderDatabaseTest {
  private static final ReadOptions DEFAULTS = ReadOptions.defaults();
  private static final String URL = "jdbc:h2:mem:shop;USER=sa;PASSWORD=S3kr!t";

  private final Connection database = connect();

  private static Connection connect() {
    try {
      return DriverManager.getConnection(URL);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void createTables() throws SQLException {
    execute("CREATE TABLE r (user_id INT, item_id VARCHAR, rating NUMERIC(4, 2), ts TIMESTAMP)");
    execute(
        "INSERT INTO r VALUES (2, 'b', 4.50, '2020-01-02 00:00:00'), (10, ' a', 3, NULL),"
            + " (2, 'a', 1.00, '2021-01-02 00:00:00.5'), (2, 'a', 5, '2020-05-05 00:00:00')");
  }

  @AfterEach
  void dropTables() throws SQLException {
    execute("DROP ALL OBJECTS");
    database.close();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  private static RatingsFile read(String sql, ReadOptions options) {
    return RatingsReader.read(
        new DatabaseQuery(new JdbcUrl(URL), "", "", sql, new Drivers(List.of(), null), null),
        options);
  }

  private static String refusal(String sql, ReadOptions options) {
    return String.valueOf(
        assertThrows(InputException.class, () -> read(sql, options)).getMessage());
  }

  @Test
  void read_findsTheColumns_andTakesTheLatest() {
    RatingsFile file =
        read("SELECT rating, ts AS \"timestamp\", item_id, user_id FROM r;", DEFAULTS);
    assertEquals("2 a 1.0\n2 b 4.5\n10 a 3.0\n", TextFiles.contents(file.table()));
    assertEquals(4, file.rows());
    assertEquals(1, file.repeatedPairs());
    assertEquals("jdbc:h2:mem:shop", file.fileName());
    assertEquals("rows of H2", file.summary().format());
    assertEquals(3, file.summary().times());
    assertEquals(1577923200.0, file.summary().earliest());
    assertEquals(1609545600.5, file.summary().latest());
  }

  @Test
  void read_givesTheSameDigest_whateverTheOrder_andAnotherForOtherRatings() throws SQLException {
    String all = "SELECT user_id, item_id, rating, ts AS time FROM r";
    String digest = read(all, DEFAULTS).sha256();
    assertTrue(digest.matches("[0-9a-f]{64}"), digest);
    assertEquals(digest, read(all + " ORDER BY rating DESC", DEFAULTS).sha256());
    assertEquals(digest, read(all + " ORDER BY rating", DEFAULTS).sha256());
    execute("UPDATE r SET rating = 4.51 WHERE item_id = 'b'");
    assertNotEquals(digest, read(all, DEFAULTS).sha256());
    execute("UPDATE r SET rating = 4.5 WHERE item_id = 'b'");
    assertEquals(digest, read(all, DEFAULTS).sha256());
    execute("UPDATE r SET item_id = 'c' WHERE item_id = 'b'");
    assertNotEquals(digest, read(all, DEFAULTS).sha256());
  }

  @Test
  void read_takesTheLastRow_withoutTimes() {
    String all = "SELECT user_id, item_id, rating FROM r ORDER BY rating ";
    assertEquals("2 a 5.0\n2 b 4.5\n10 a 3.0\n", TextFiles.contents(read(all, DEFAULTS).table()));
    assertEquals(
        "2 a 1.0\n2 b 4.5\n10 a 3.0\n", TextFiles.contents(read(all + "DESC", DEFAULTS).table()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          CAST(7 AS TINYINT)                            | CAST(8 AS TINYINT)          | 7
          CAST(7 AS SMALLINT)                           | CAST(8 AS SMALLINT)         | 7
          CAST(-7 AS INT)                               | 8                           | -7
          9007199254740993                              | 8                           | 9007199254740993
          CAST(7 AS DOUBLE PRECISION)                   | CAST(8 AS DOUBLE PRECISION) | 7
          CAST(7.25 AS DOUBLE PRECISION)                | CAST(8 AS DOUBLE PRECISION) | 7.25
          CAST(0.1 AS REAL)                             | CAST(8 AS REAL)             | 0.1
          CAST(7 AS NUMERIC(20, 4))                     | CAST(8 AS NUMERIC(20, 4))   | 7
          CAST(7.5 AS NUMERIC(20, 4))                   | CAST(8 AS NUMERIC(20, 4))   | 7.5
          CAST(1E2 AS DECFLOAT)                         | CAST(8 AS DECFLOAT)         | 100
          '1.0'                                         | 'x'                         | 1.0
          CAST(' x ' AS CHAR(5))                        | CAST('y' AS CHAR(5))        | x
          CAST('x' AS CLOB)                             | CAST('y' AS CLOB)           | x
          TRUE                                          | FALSE                       | true
          CAST('A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11' AS UUID) | RANDOM_UUID() | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11
          DATE '1969-12-31'                             | DATE '2000-01-01'           | -86400
          DATE '2021-07-01'                             | DATE '2000-01-01'           | 1625097600
          TIMESTAMP '2021-07-01 00:00:00'               | TIMESTAMP '2000-01-01 00:00:00' | 1625097600
          TIMESTAMP '2021-03-28 02:30:00.125'           | TIMESTAMP '2000-01-01 00:00:00' | 1616898600.125
          TIMESTAMP '1969-12-31 23:59:59.5'             | TIMESTAMP '2000-01-01 00:00:00' | -0.5
          TIMESTAMP WITH TIME ZONE '2021-07-01 02:00:00+02' | CURRENT_TIMESTAMP       | 1625097600
          TIME '12:30:00'                               | TIME '12:31:00'             | 12:30:00
          """)
  void read_spellsValues_asThoseOfFiles(String expression, String other, String id) {
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin")); // no 02:30 on 2021-03-28
      RatingsFile file =
          read(
              "SELECT 1 AS user_id, %s AS item_id, 3 AS rating UNION ALL SELECT 2, %s, 4 UNION ALL SELECT 3, NULL, 1"
                  .formatted(expression, other),
              DEFAULTS.toBuilder().skipBadRows(true).build());
      assertEquals("user \"1\", item \"" + id + "\", rating 3.0", file.summary().first());
      assertEquals(
          "query, row 3: item id empty (expected: an id; --skip-bad-rows leaves such rows out)",
          file.summary().firstSkipped());
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void read_takesNaNForNone_andReadsNoColumnsOfLists() {
    String sql =
        "SELECT ARRAY[1] AS item, x AS user_id, 'i' || x AS item_id, CASE x WHEN 3 THEN"
            + " CAST('NaN' AS REAL) ELSE CAST(x AS REAL) END AS rating FROM SYSTEM_RANGE(1, 3)";
    RatingsFile file = read(sql, DEFAULTS.toBuilder().missingValues(List.of("")).build());
    assertEquals("1 i1 1.0\n2 i2 2.0\n", TextFiles.contents(file.table()));
    assertEquals(1, file.summary().missing());
    // A column of lists keeps its position, and is refused by name and by position.
    assertEquals(
        "user \"i1\", item \"1\", rating 1.0",
        read(
                sql.replace("(1, 3)", "(1, 2)"),
                DEFAULTS.toBuilder().userColumn("3").itemColumn("2").build())
            .summary()
            .first());
    assertEquals(
        "query: column ITEM holds lists or records (expected: one value in each row)",
        refusal(sql, DEFAULTS.toBuilder().itemColumn("ITEM").build()));
    assertEquals(
        "query: column 1 holds lists, records or bytes (expected: one value in each row)",
        refusal(sql, DEFAULTS.toBuilder().itemColumn("1").build()));
  }

  @Test
  void read_takesInteractions_whereNoColumnHoldsRatings() {
    RatingsFile file = read("SELECT user_id, item_id FROM r", DEFAULTS);
    assertEquals(
        "since no column holds ratings in the result of the query \"USER_ID, ITEM_ID\"",
        file.feedback().reason());
    assertTrue(file.feedback().isImplicit());
    assertEquals("2 a 1.0\n2 b 1.0\n10 a 1.0\n", TextFiles.contents(file.table()));
    assertEquals(
        "query: no column is known to hold ratings, and QUANTITY holds numbers (expected: --rating-column NAME, or"
            + " --interactions if there are no ratings)",
        refusal("SELECT user_id, item_id, 3 AS quantity FROM r", DEFAULTS));
  }

  @Test
  void read_refusesInOneLine() {
    assertEquals(
        "query: no column of users in the result of the query \"A\" (expected: one named userId or user, or as"
            + " --user-column NAME or POSITION says)",
        refusal("SELECT 1 AS a", DEFAULTS));
    assertEquals(
        "query: no column of ratings in the result of the query \"USER_ID, ITEM_ID\" (expected: one named stars)",
        refusal(
            "SELECT user_id, item_id FROM r", DEFAULTS.toBuilder().ratingColumn("stars").build()));
    assertEquals(
        "jdbc:h2:mem:shop: no ratings in it", refusal("SELECT * FROM r WHERE FALSE", DEFAULTS));
    String refused = refusal("SELECT *\nFROM none", DEFAULTS);
    assertTrue(refused.startsWith("query: Table \"NONE\" not found"), refused);
    assertEquals(-1, refused.indexOf('\n'));
    assertEquals(
        "query, row 1: rating \"x\" (expected: a number from -1000000 to 1000000; --skip-bad-rows leaves such rows"
            + " out, --missing-value names what stands for none)",
        refusal("SELECT user_id, item_id, 'x' AS rating FROM r", DEFAULTS));
    assertEquals(
        "--query: empty (expected: a query of rows, such as SELECT)", refusal(" ; ", DEFAULTS));
  }

  @Test
  void read_changesNothing() throws SQLException {
    String refused = refusal("DELETE FROM r", DEFAULTS);
    assertTrue(refused.startsWith("query: Method is only allowed for a query"), refused);
    assertEquals(4, read("SELECT * FROM r", DEFAULTS).rows());
  }
}

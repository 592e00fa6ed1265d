package io.autorec.trainer.ratings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.records.ParquetTestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parquet and JSON lines. The files among the resources were written with pyarrow 26.0.1. */
class RatingsReaderRecordsTest {
  private static final Path RESOURCES = Path.of("src/test/resources/parquet");
  private static final String FIELDS =
      "optional int64 userId; optional binary movieId (STRING); optional double rating;"
          + "optional int64 timestamp (TIMESTAMP(MICROS,true)); repeated int32 genres;";
  private static final ReadOptions DEFAULTS = ReadOptions.defaults();
  private static final ReadOptions SKIPPING = DEFAULTS.toBuilder().skipBadRows(true).build();

  @TempDir Path folder;
  private Path parquet = Path.of("");

  @BeforeEach
  void chooseFile() {
    parquet = folder.resolve("ratings.csv"); // the name does not matter
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "snappy", "gzip", "zstd", "lz4", "pages-v2", "other-types"})
  void read_givesTheTableOfTheCsv_whateverTheParquet(String name) {
    RatingsFile expected = RatingsReader.read(RESOURCES.resolve("ratings.csv"), DEFAULTS);
    RatingsFile file = RatingsReader.read(RESOURCES.resolve(name + ".parquet"), DEFAULTS);
    assertEquals(TextFiles.contents(expected.table()), TextFiles.contents(file.table()));
    assertEquals(expected.table().users().ids(), file.table().users().ids());
    assertEquals(List.of(24L, 0L, false), facts(file));
    assertEquals(name + ".parquet", file.fileName());
  }

  @Test
  void read_namesTheCompression_whenItIsUnknown() {
    assertEquals(
        RESOURCES
            + "/brotli.parquet: compressed with BROTLI"
            + " (expected: one of UNCOMPRESSED, SNAPPY, GZIP, ZSTD, LZ4_RAW)",
        refusal(RESOURCES.resolve("brotli.parquet"), DEFAULTS));
  }

  @Test
  void read_keepsTheDigest_ofFileAndFolder() throws IOException {
    writeParquet();
    RatingsFile file = RatingsReader.read(parquet, DEFAULTS);
    RatingsFile parts = RatingsReader.read(folder, DEFAULTS);
    assertEquals(64, file.sha256().length());
    assertEquals(file.sha256(), parts.sha256());
    assertEquals(TextFiles.contents(file.table()), TextFiles.contents(parts.table()));
  }

  @Test
  void read_readsThePartsOfAFolder_asOne() throws IOException {
    String fields = "required int64 %s; required binary %s (STRING); optional double %s;";
    Path first = folder.resolve("part-00000-c000.snappy.parquet");
    Path second = folder.resolve("part-00001-c000.snappy.parquet");
    try (ParquetTestFile rows =
        new ParquetTestFile(second, fields.formatted("userId", "movieId", "rating"))) {
      rows.row(row -> row.append("userId", 1L).append("movieId", "a").append("rating", 2.0));
      rows.row(row -> row.append("userId", 3L).append("movieId", "b"));
    }
    try (ParquetTestFile rows =
        new ParquetTestFile(first, fields.formatted("userId", "movieId", "rating"))) {
      rows.row(row -> row.append("userId", 1L).append("movieId", "a").append("rating", 1.0));
      rows.row(row -> row.append("userId", 2L).append("movieId", "b").append("rating", 1.0));
    }
    TextFiles.write(folder, "_SUCCESS", "");
    TextFiles.write(folder, ".part-00000-c000.snappy.parquet.crc", "crc");
    assertEquals(
        "1 a 2.0\n2 b 1.0\n", TextFiles.contents(RatingsReader.read(folder, SKIPPING).table()));
    assertTrue(refusal(folder, DEFAULTS).startsWith(second + ", row 2: rating \"\""));

    Files.createDirectory(folder.resolve("_delta_log"));
    assertTrue(refusal(folder, DEFAULTS).startsWith(folder + ": a Delta Lake table"));
    Files.delete(folder.resolve("_delta_log"));
    Files.delete(second);
    try (ParquetTestFile rows =
        new ParquetTestFile(second, fields.formatted("userId", "movieId", "stars"))) {
      rows.row(row -> row.append("userId", 1L).append("movieId", "a").append("stars", 2.0));
    }
    assertTrue(
        refusal(folder, DEFAULTS)
            .startsWith(second + ": columns \"userId, movieId, stars\" (expected: "));
  }

  @Test
  void read_takesTheLatest_andANullAsNoTime() throws IOException {
    try (ParquetTestFile rows = new ParquetTestFile(parquet, FIELDS)) {
      long[][] times = {{9}, {5}, {}};
      for (int i = 0; i < 3; i++) {
        int rating = i + 1;
        long[] time = times[i];
        rows.row(
            row -> {
              row.append("userId", 1L).append("movieId", "a").append("rating", (double) rating);
              if (time.length > 0) {
                row.append("timestamp", time[0]);
              }
            });
      }
      rows.row(row -> row.append("userId", 2L).append("movieId", "b").append("rating", 4.0));
    }
    assertEquals(
        "1 a 1.0\n2 b 4.0\n", TextFiles.contents(RatingsReader.read(parquet, DEFAULTS).table()));
  }

  @Test
  void read_countsRowsWithoutARating_once() throws IOException {
    try (ParquetTestFile rows = new ParquetTestFile(parquet, FIELDS)) {
      for (int i = 0; i < 4; i++) {
        double rating = i == 1 ? -1 : i;
        String item = "item" + i % 3;
        long user = i / 2;
        rows.row(
            row -> row.append("userId", user).append("movieId", item).append("rating", rating));
      }
    }
    ReadOptions options = DEFAULTS.toBuilder().missingValues(List.of("-1")).build();
    RatingsFile file = RatingsReader.read(parquet, options);
    assertEquals(List.of(3L, 0L, false), facts(file));
    assertEquals(1, file.summary().missing());
    assertEquals(3, file.table().size());
  }

  @Test
  void read_leavesIdsThatHoldNone_orSeveralLines() throws IOException {
    try (ParquetTestFile rows = new ParquetTestFile(parquet, FIELDS)) {
      rows.row(row -> row.append("userId", 1L).append("movieId", "a").append("rating", 1.0));
      rows.row(row -> row.append("userId", 1L).append("movieId", "b\nc").append("rating", 2.0));
      rows.row(row -> row.append("userId", 2L).append("movieId", "\u00a0").append("rating", 3.0));
      rows.row(row -> row.append("userId", 2L).append("movieId", "\u00a0b ").append("rating", 4.0));
    }
    assertEquals(
        parquet + ", row 2: item id \"b\\nc\" (expected: no line break)",
        refusal(parquet, DEFAULTS));
    RatingsFile file = RatingsReader.read(parquet, SKIPPING);
    assertEquals("1 a 1.0\n2 b 4.0\n", TextFiles.contents(file.table()));
  }

  @Test
  void read_passesOverEmptyRowGroups() {
    RatingsFile file = RatingsReader.read(RESOURCES.resolve("empty-groups.parquet"), DEFAULTS);
    assertEquals("1 a 1.0\n1 b 2.0\n2 a 3.0\n", TextFiles.contents(file.table()));
  }

  @Test
  void read_refusesNulls_orSkipsThem() throws IOException {
    try (ParquetTestFile rows = new ParquetTestFile(parquet, FIELDS)) {
      rows.row(row -> row.append("userId", 1L).append("movieId", "a").append("rating", 1.0));
      rows.row(row -> row.append("movieId", "a").append("rating", 1.0));
      rows.row(row -> row.append("userId", 1L).append("movieId", "b"));
      rows.row(row -> row.append("userId", 2L).append("movieId", "b").append("rating", 2.0));
    }
    assertEquals(
        parquet + ", row 2: user id empty (expected: an id; --skip-bad-rows leaves such rows out)",
        refusal(parquet, DEFAULTS));
    RatingsFile file = RatingsReader.read(parquet, SKIPPING);
    assertEquals(List.of(2L, 2L, false), facts(file));
  }

  @Test
  void read_refusesListsAndRecords_whenNamed() throws IOException {
    writeParquet();
    assertEquals(
        parquet + ": column genres holds lists or records (expected: one value in each row)",
        refusal(parquet, DEFAULTS.toBuilder().ratingColumn("genres").build()));
    Path json = TextFiles.write(folder, "r", "{\"user\": 1, \"item\": 2, \"r\": {\"x\": 1}}\n");
    assertEquals(
        json + ": column r holds lists or records (expected: one value in each row)",
        refusal(json, DEFAULTS.toBuilder().ratingColumn("r").build()));
    TextFiles.write(
        folder, "r", "{\"user\": 1, \"item\": 2, \"rating\": {\"$numberInt\": \"5\"}}\n");
    assertEquals(
        json + ": column rating holds lists or records (expected: one value in each row)",
        refusal(json, DEFAULTS));
    TextFiles.write(folder, "r", "{\"user\": {\"id\": 1}, \"item\": 2, \"rating\": 5}\n");
    assertEquals(
        json
            + ": no column of users in the header \"item, rating\" (expected: one named userId or user, or as"
            + " --user-column NAME or POSITION says); not read, since they hold lists or objects: user",
        refusal(json, DEFAULTS));
  }

  @Test
  void read_isNotSkippingRows_whenParquetIsBroken() throws IOException {
    writeParquet();
    byte[] bytes = Files.readAllBytes(parquet);
    bytes[10] ^= 0x55;
    bytes[30] ^= 0x55;
    Files.write(parquet, bytes);
    String refusal = refusal(parquet, SKIPPING);
    assertEquals(parquet + ": broken Parquet data", refusal.replaceAll("(data): .*", "$1"));
  }

  @Test
  void read_readsJsonLines_plainOrGzipped() throws IOException {
    String text =
        """
        {"user_id": 1.0, "item": "a", "rating": 4, "note": "x"}
        {"user_id": 2, "item": "b", "rating": "2.5", "tags": ["y"]}
        """;
    Path plain = TextFiles.write(folder, "r.csv", "\uFEFF" + text);
    Path gzipped = Files.write(folder.resolve("r.txt"), TextFiles.gzipped(text));
    for (Path file : List.of(plain, gzipped)) {
      RatingsFile read = RatingsReader.read(file, DEFAULTS);
      assertEquals("1 a 4.0\n2 b 2.5\n", TextFiles.contents(read.table()));
    }
  }

  @Test
  void read_namesTheLine_whenJsonLacksAField() throws IOException {
    Path file =
        TextFiles.write(
            folder,
            "r.json",
            """
            {"user": 1, "item": 1, "rating": 1}
            {"user": 1, "item": 2}
            {"item": 2, "rating": 1}
            {"user": 2, "item": 2, "rating": 3}
            """);
    assertEquals(
        file
            + ":2: rating \"\": no rating in the object (expected: a number from -1000000 to 1000000; --skip-bad-rows leaves such rows out,"
            + " --missing-value names what stands for none)",
        refusal(file, DEFAULTS));
    assertEquals(List.of(2L, 2L, false), facts(RatingsReader.read(file, SKIPPING)));
  }

  @Test
  void read_takesInteractions_fromJsonLines() throws IOException {
    Path file =
        TextFiles.write(
            folder, "r", "{\"user\":1,\"item\":2}\n{\"user\":2,\"item\":3,\"d\":\"x\"}\n");
    assertEquals(List.of(2L, 0L, true), facts(RatingsReader.read(file, DEFAULTS)));
  }

  private void writeParquet() throws IOException {
    try (ParquetTestFile rows = new ParquetTestFile(parquet, FIELDS)) {
      for (int i = 0; i < 20; i++) {
        long id = i;
        rows.row(
            row ->
                row.append("userId", id)
                    .append("movieId", "item" + id)
                    .append("rating", id / 2.0)
                    .append("genres", 1));
      }
    }
  }

  private static List<Object> facts(RatingsFile file) {
    return List.of(file.rows(), file.skippedRows(), file.feedback().isImplicit());
  }

  private static String refusal(Path file, ReadOptions options) {
    InputException e = assertThrows(InputException.class, () -> RatingsReader.read(file, options));
    return String.valueOf(e.getMessage());
  }
}

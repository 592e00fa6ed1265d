package io.autorec.trainer.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.UnreadableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetRowsTest {
  private static final String ID_AND_RATING = "required int64 id; optional double rating;";

  @TempDir Path folder;

  @Test
  void next_spellsEveryType_asInText() throws IOException {
    Path file = folder.resolve("types");
    String fields =
        "required boolean a; required int32 b; required int32 c (INTEGER(32,false)); required int64 d;"
            + "required float e; required double f; required double g; required double h;"
            + "required int32 i (DECIMAL(9,2)); required int64 j (DECIMAL(18,1));"
            + "required binary k (DECIMAL(30,3)); required binary l (STRING); required binary m;"
            + "required int64 n (TIMESTAMP(MILLIS,true)); required int32 o (DATE); required int96 p;"
            + "optional binary q (STRING); required double r;";
    byte[] int96 =
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(1_500)
            .putInt(2_440_588 + 1)
            .array();
    try (ParquetTestFile rows = new ParquetTestFile(file, fields)) {
      rows.row(
          row -> {
            row.append("a", true).append("b", -7).append("c", -1).append("d", 1L << 60);
            row.append("e", 4.5f).append("f", 1.0).append("g", 0.1).append("h", Double.NaN);
            row.append("i", 450).append("j", 10L);
            row.append("k", Binary.fromConstantByteArray(new byte[] {0x0f, (byte) 0xa0}));
            row.append("l", " é ").append("m", Binary.fromString("x"));
            row.append("n", 964_985_546_000L).append("o", 3);
            row.append("p", Binary.fromConstantByteArray(int96)).append("r", 1e300);
          });
    }
    List<String> expected =
        List.of(
            ("true,-7,4294967295,1152921504606846976,4.5,1,0.1,,4.5,1,4,é,x,964985546,259200"
                    + ",86400.0000015,,1.0E300")
                .split(",", -1));
    assertEquals(List.of(expected), rows(file));
  }

  @Test
  void next_readsOnlyTheChosenColumns_inEveryRowGroup() throws IOException {
    Path file = folder.resolve("rows");
    write(file, IntStream.range(0, 50).mapToObj(i -> (long) i).toList());
    try (ParquetRows rows = new ParquetRows(file)) {
      assertEquals(List.of("id", "rating"), rows.names());
      rows.choose(List.of(0));
      for (int i = 0; i < 50; i++) {
        assertTrue(rows.next());
        assertEquals(List.of("" + i), rows.fields());
        assertEquals(", row " + (i + 1), rows.place());
      }
      assertEquals(false, rows.next());
    }
  }

  @Test
  void nested_namesWhatCannotBeRead() throws IOException {
    Path file = folder.resolve("nested");
    String fields =
        "required int32 id; repeated int32 list; optional group place { optional int32 x; }";
    try (ParquetTestFile rows = new ParquetTestFile(file, fields)) {
      rows.row(row -> row.append("id", 1).append("list", 1).append("list", 2));
      rows.row(row -> row.append("id", 2));
    }
    try (ParquetRows rows = new ParquetRows(file)) {
      assertEquals(List.of("id"), rows.names());
      assertEquals(Set.of("list", "place"), rows.nested());
    }
    assertEquals(List.of(List.of("1"), List.of("2")), rows(file));
  }

  @Test
  void next_namesTheRow_whenBytesAreNoText() throws IOException {
    Path file = folder.resolve("bytes");
    try (ParquetTestFile rows =
        new ParquetTestFile(file, "required binary id; required int32 n;")) {
      rows.row(row -> row.append("id", Binary.fromString("\uFFFD")).append("n", 1));
      rows.row(
          row ->
              row.append("id", Binary.fromConstantByteArray(new byte[] {(byte) 0xff}))
                  .append("n", 2));
      rows.row(row -> row.append("id", "c").append("n", 3));
    }
    try (ParquetRows rows = new ParquetRows(file)) {
      rows.choose(List.of(0, 1));
      assertTrue(rows.next());
      InputException e = assertThrows(InputException.class, rows::next);
      assertEquals(file + ", row 2: column id: \"\uFFFD\" is not text in UTF-8", e.getMessage());
      assertTrue(rows.next());
      assertEquals(List.of("c", "3"), rows.fields());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "snappy", "gzip", "zstd", "lz4", "pages-v2"})
  void next_neverFailsOtherwise_whenBytesAreChanged(String name) throws IOException {
    byte[] bytes = resource(name + ".parquet");
    Path file = folder.resolve("broken");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] changed =
          random.nextInt(4) == 0
              ? Arrays.copyOf(bytes, random.nextInt(bytes.length))
              : bytes.clone();
      for (int n = random.nextInt(3); n >= 0 && changed.length > 0; n--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      Files.write(file, changed);
      try {
        rows(file);
      } catch (InputException | UnreadableException e) {
        refused++;
        String message = String.valueOf(e.getMessage()).replace(file.toString(), "");
        assertTrue(message.matches("(: broken|: compressed|, row).*"), message);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertTrue(refused > 50, refused + " refused, seed " + seed);
  }

  private static void write(Path file, List<Long> ids) throws IOException {
    try (ParquetTestFile rows = new ParquetTestFile(file, ID_AND_RATING)) {
      for (long id : ids) {
        rows.row(row -> row.append("id", id).append("rating", id / 2.0));
      }
    }
  }

  private static List<List<String>> rows(Path file) throws IOException {
    List<List<String>> all = new ArrayList<>();
    try (ParquetRows rows = new ParquetRows(file)) {
      rows.choose(IntStream.range(0, rows.names().size()).boxed().toList());
      while (rows.next()) {
        all.add(rows.fields());
      }
    }
    return all;
  }

  private static byte[] resource(String name) throws IOException {
    return Files.readAllBytes(Path.of("src/test/resources/parquet", name));
  }
}

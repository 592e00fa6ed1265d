package io.autorec.trainer.ratings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import io.autorec.trainer.records.ParquetTestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The same ratings give the same table, in Parquet, JSON lines and CSV. */
class RecordFormatsPropertiesTest {
  private record Rating(String user, long item, double value, long time) {}

  private static final String FIELDS =
      "required binary user (STRING); required int64 item; optional double rating; required int64 time;";

  @Property(tries = 100)
  void read_givesTheSameTable_inEveryFormat(@ForAll("ratings") List<Rating> ratings)
      throws IOException {
    Path folder = Files.createTempDirectory("ratings");
    Path csv = folder.resolve("csv");
    Path json = folder.resolve("json");
    Path parquet = folder.resolve("parquet");
    try {
      StringBuilder lines = new StringBuilder("user,item,rating,time\n");
      StringBuilder objects = new StringBuilder();
      try (ParquetTestFile rows = new ParquetTestFile(parquet, FIELDS)) {
        for (Rating rating : ratings) {
          lines.append('"').append(rating.user().replace("\"", "\"\"")).append('"');
          lines.append(",%d,%s,%d\n".formatted(rating.item(), rating.value(), rating.time()));
          objects.append(new Gson().toJson(object(rating))).append('\n');
          rows.row(
              row ->
                  row.append("user", rating.user())
                      .append("item", rating.item())
                      .append("rating", rating.value())
                      .append("time", rating.time()));
        }
      }
      Files.writeString(csv, lines);
      Files.writeString(json, objects);
      String expected = contents(csv);
      assertEquals(expected, contents(json));
      assertEquals(expected, contents(parquet));
    } finally {
      for (Path file : List.of(csv, json, parquet, folder)) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Provide
  Arbitrary<List<Rating>> ratings() {
    Arbitrary<String> user =
        Arbitraries.strings()
            .withChars("ab,;\t\"':| #{}[]\\é\u4e00")
            .ofMinLength(1)
            .ofMaxLength(4)
            .filter(id -> !id.isBlank());
    Arbitrary<Double> value =
        Arbitraries.oneOf(
            Arbitraries.integers().between(-20, 20).map(half -> half / 2.0),
            Arbitraries.doubles().between(-1e6, 1e6));
    return Combinators.combine(
            user,
            Arbitraries.longs().between(-3, 12),
            value,
            Arbitraries.longs().between(0, 1L << 40))
        .as(Rating::new)
        .list()
        .ofMinSize(2)
        .ofMaxSize(30)
        .filter(
            all ->
                all.stream().map(rating -> rating.user().strip()).distinct().count() > 1
                    && all.stream().map(Rating::item).distinct().count() > 1);
  }

  private static Map<String, Object> object(Rating rating) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("nested", List.of(1, Map.of("user", 2)));
    object.put("item", rating.item());
    object.put("user", rating.user());
    object.put("rating", rating.value());
    object.put("time", rating.time());
    return object;
  }

  private static String contents(Path file) {
    return TextFiles.contents(RatingsReader.read(file, ReadOptions.defaults()).table());
  }
}

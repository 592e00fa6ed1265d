package io.autorec.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes of the user end with one line and exit status 2, and leave nothing behind. */
final class MistakesIT {
  @TempDir static Path folder;

  @BeforeAll
  static void train() throws Exception {
    assumeTrue(Files.exists(Programs.TRAINER));
    Files.write(folder.resolve("ratings.csv"), Programs.ratings());
    Programs.process(
        folder,
        Programs.TRAINER,
        "train",
        "ratings.csv",
        "--device",
        "cpu",
        "-e",
        1,
        "--orientation",
        "item",
        "--name",
        "item");
    prepareMistakes();
  }

  private static Path version(String name) {
    return Programs.version(folder, name);
  }

  /** Command lines with a mistake, and what the one line says. */
  static Stream<List<String>> mistakes() {
    String item = version("item").toString();
    String csv = folder.resolve("ratings.csv").toString();
    String nan = folder.resolve("nan.csv").toString();
    String out = folder.resolve("above/mistake").toString();
    String damaged = folder.resolve("damaged/item/1").toString();
    return Stream.of(
        List.of("no such file or folder", "prepare", "--input", "none", "--output", out),
        List.of("no Parquet file", "prepare", "--input", csv, "--output", out),
        List.of("no such table", "prepare", "--input", "t", "--format", "table", "--output", out),
        List.of("--format: xyz", "prepare", "--input", csv, "--format", "xyz", "--output", out),
        ofCsv("no column of ratings", csv, out, "--rating-column", "stars"),
        List.of(
            "of type array<bigint>",
            "prepare",
            "--input",
            folder.resolve("a.json").toString(),
            "--format",
            "json",
            "--output",
            out),
        ofCsv("rating \"NaN\" (expected: a number); 2 of 3 rows are bad", nan, out),
        ofCsv("no rating is left", csv, out, "--min-user-ratings", "1000"),
        ofCsv("--test-ratio: 1.0", csv, out, "--test-ratio", "1"),
        ofCsv("is there already", csv, folder.resolve("models").toString()),
        ofCsv(
            csv + " is read, and --overwrite would remove it",
            csv,
            folder.toString(),
            "--overwrite"),
        ofCsv(
            "is read, and --overwrite would remove it",
            folder.resolve("linked/*.csv").toString(),
            folder.resolve("raw").toString(),
            "--overwrite"),
        List.of(
            "is read, and --overwrite would remove it",
            "recommend",
            item,
            "--output",
            folder.resolve("models").toString(),
            "--overwrite"),
        ofCsv("did not write", csv, folder.resolve("raw"), "--overwrite"),
        ofCsv("own.parquet, and", csv, folder.resolve("own"), "--overwrite"),
        ofCsv("lies in", folder.resolve("raw"), folder.resolve("raw/inside")),
        List.of("lies in", "recommend", item, "--output", item + "/lists"),
        ofCsv("no file or folder fits this pattern", folder.resolve("a[1].csv"), out),
        ofCsv("empty.csv: no rows", folder.resolve("empty.csv"), out),
        ofCsv("has folders, not files: raw (", folder.resolve("mixed"), out),
        ofCsv("--output: \"\"", csv, ""),
        List.of("MODEL: \"\"", "recommend", "", "--output", out),
        List.of(
            "has folders, not files: test, train (expected: one of them",
            "evaluate",
            item,
            "--input",
            folder.resolve("prepared").toString()),
        ofCsv("cut.csv.gz: cannot be read", folder.resolve("cut.csv.gz").toString(), out),
        ofCsv("user \"\", item \"3\": an empty user", folder.resolve("nobody.csv").toString(), out),
        ofCsv("--input: \"\"", "", out),
        List.of("no such folder", "recommend", item + "1", "--output", out),
        List.of("no model.onnx", "recommend", folder.resolve("raw").toString(), "--output", out),
        List.of("ratings.pb: SHA-256", "recommend", damaged, "--output", out),
        List.of("--top: 0", "recommend", item, "--output", out, "--top", "0"),
        List.of("--rank-by", "recommend", item, "--output", out, "--rank-by", "mood"),
        List.of(
            "rating \"9\" (expected: 1 to 5",
            "recommend",
            item,
            "--output",
            out,
            "--input",
            folder.resolve("high.csv").toString(),
            "--format",
            "csv"),
        List.of("--top: -1", "evaluate", item, "--input", csv, "--top", "-1"),
        List.of("--input", "evaluate", item));
  }

  /** What is said of a CSV that is prepared, and the command line. */
  private static List<String> ofCsv(String said, Object input, Object output, Object... more) {
    return Stream.concat(Stream.of(said), Stream.of(Programs.prepareCsv(input, output, more)))
        .map(Object::toString)
        .toList();
  }

  private static void prepareMistakes() throws IOException {
    Files.write(
        folder.resolve("nan.csv"), List.of("user,item,rating", "1,2,NaN", "1,3,x", "1,4,5"));
    Files.write(folder.resolve("nobody.csv"), List.of("user,item,rating", ",3,4"));
    Path raw = Files.createDirectory(folder.resolve("raw"));
    Files.write(raw.resolve("a.csv"), Programs.ratings());
    Files.createSymbolicLink(folder.resolve("linked"), raw);
    Files.writeString(Files.createDirectory(folder.resolve("own")).resolve("own.parquet"), "mine");
    Files.createFile(folder.resolve("empty.csv"));
    for (String part : List.of("mixed/day=1", "mixed/raw")) {
      Files.write(
          Files.createDirectories(folder.resolve(part)).resolve("a.csv"), Programs.ratings());
    }
    Programs.succeed(
        Programs.prepareCsv(folder.resolve("ratings.csv"), folder.resolve("prepared")));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(String.join("\n", Programs.ratings()).getBytes(StandardCharsets.UTF_8));
    }
    Files.write(
        folder.resolve("cut.csv.gz"), Arrays.copyOf(packed.toByteArray(), packed.size() / 2));
    Files.write(folder.resolve("high.csv"), List.of("user,item,rating", "u1,i2,9"));
    Files.write(
        folder.resolve("a.json"), List.of("{\"user\": 1, \"item\": 2, \"rating\": [1, 2]}"));
    Path damaged = Files.createDirectories(folder.resolve("damaged/item/1"));
    try (Stream<Path> files = Files.list(version("item"))) {
      for (Path file : files.toList()) {
        byte[] bytes = Files.readAllBytes(file);
        if (file.endsWith("ratings.pb")) {
          bytes[bytes.length / 2] ^= 1;
        }
        Files.write(damaged.resolve(file.getFileName()), bytes);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistake_givesOneLineAndNoOutput(List<String> what) throws IOException {
    Programs.Outcome outcome = Programs.run(what.stream().skip(1).toArray());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertTrue(outcome.err().contains(what.get(0)), outcome.err());
    assertEquals(2, outcome.status());
    assertFalse(Files.exists(folder.resolve("above")));
    assertTrue(Files.exists(folder.resolve("raw/a.csv")));
    assertTrue(Files.exists(folder.resolve("own/own.parquet")));
    assertTrue(Files.exists(version("item").resolve("model.onnx")));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of(), files.filter(file -> file.getFileName().toString().startsWith(".")).toList());
    }
  }
}

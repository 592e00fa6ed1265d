package io.autorec.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;

/** Runs the built trainer, and this program on a local Spark that all tests share. */
final class Programs {
  static final Path TRAINER =
      Path.of("../trainer/target/autorec-trainer/bin/autorec-trainer").toAbsolutePath();

  private Programs() {}

  /**
   * What a program said.
   *
   * @param status the exit status
   */
  record Outcome(int status, String out, String err) {}

  static SparkSession spark() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.warehouse.dir", Path.of("target/warehouse").toUri().toString())
        .getOrCreate();
  }

  /** Runs this program. */
  static Outcome run(Object... arguments) {
    SparkSession unused = spark();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        AutorecSpark.run(new PrintWriter(out), new PrintWriter(err, true), strings(arguments));
    return new Outcome(status, out.toString(), err.toString());
  }

  /** Runs this program, which has to succeed, and returns what it printed. */
  static String succeed(Object... arguments) {
    Outcome outcome = run(arguments);
    assertEquals("", outcome.err());
    assertEquals(0, outcome.status());
    return outcome.out();
  }

  /** The command line that prepares a CSV. */
  static Object[] prepareCsv(Object input, Object output, Object... more) {
    List<Object> line =
        new ArrayList<>(
            List.of("prepare", "--input", input, "--format", "csv", "--output", output));
    line.addAll(List.of(more));
    return line.toArray();
  }

  /** Runs another program, which has to succeed, and returns what it printed. */
  static String process(Path folder, Object... command) throws IOException, InterruptedException {
    Path log = Files.createTempFile(folder, "log", ".txt");
    Process process =
        new ProcessBuilder(strings(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertEquals(true, process.waitFor(5, TimeUnit.MINUTES), () -> read(log));
      assertEquals(0, process.exitValue(), () -> read(log));
      return read(log);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String[] strings(Object... arguments) {
    String[] strings = new String[arguments.length];
    for (int i = 0; i < strings.length; i++) {
      strings[i] = arguments[i].toString();
    }
    return strings;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Trains an item-based and a user-based version on {@link #ratings}, which are left there. */
  static void train(Path folder) throws IOException, InterruptedException {
    Files.write(folder.resolve("ratings.csv"), ratings());
    for (String orientation : List.of("item", "user")) {
      process(
          folder,
          TRAINER,
          "train",
          "ratings.csv",
          "--device",
          "cpu",
          "-e",
          2,
          "--orientation",
          orientation,
          "--name",
          orientation);
    }
  }

  /** The version of a name that {@link #train} has trained. */
  static Path version(Path folder, String name) {
    return folder.resolve("models").resolve(name).resolve("1");
  }

  /** Ratings of 60 users and 40 items with times, each pair at most once. */
  static List<String> ratings() {
    Random random = new Random(7);
    List<String> lines = new ArrayList<>(List.of("userId,movieId,rating,timestamp"));
    for (int user = 0; user < 60; user++) {
      for (int item = 0; item < 40; item++) {
        int taste = user % 4 == item % 4 ? 2 : 0;
        if (random.nextInt(10) < 2 + taste) {
          lines.add(
              "u%d,i%d,%d,%d"
                  .formatted(user, item, 1 + taste + random.nextInt(3), random.nextInt(1_000_000)));
        }
      }
    }
    return lines;
  }
}

package io.autorec.trainer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.trainer.training.dense.PyTorch;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user is told about a bad option: the whole message. */
class TrainRefusalsIT {
  @TempDir static Path folder;

  /** Loads PyTorch too, which logs once, to the standard error that the tests read. */
  @BeforeAll
  static void writeSample() throws Exception {
    PyTorch.load();
    assertEquals(0, AutorecTrainer.run("sample", folder.resolve("ratings.csv").toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -e | 0                      | -e/--epochs: 0 (expected: a number > 0)
          -b | -1                     | -b/--batch: -1 (expected: a number > 0)
          -l | 0                      | -l/--lr: 0 (expected: a number > 0)
          -l | NaN                    | -l/--lr: NaN (expected: a number > 0)
          -l | fast                   | -l/--lr: fast (expected: a number) HELP
          -k | 0                      | -k/--ksize: 0 (expected: a number > 0)
          -k | 2147483647             | -k/--ksize: 2147483647 (expected: at most 100000)
          -w | -0.1                   | -w/--wd: -0.1 (expected: a number >= 0)
          -e | many                   | -e/--epochs: many (expected: a whole number, at most 2147483647) HELP
          --seed | 1.5                | --seed: 1.5 (expected: a whole number) HELP
          --patience | 0              | --patience: 0 (expected: a number > 0)
          --test-ratio | 1            | --test-ratio: 1.0 (expected: from 0 to below 1)
          --validation-ratio | 1      | --validation-ratio: 1.0 (expected: from 0 to below 1)
          --name | a/b                | --name: "a/b" (expected: letters, digits, '.', '_' and '-', at most 100)
          --model-version | 0         | --model-version: 0 (expected: >= 1)
          --device | gpu              | --device: gpu (expected: auto, cpu or cuda)
          --orientation | row         | --orientation: row (expected: item, user) HELP
          --hidden-activation | step  | --hidden-activation: step (expected: sigmoid, identity, tanh, relu, elu, selu) HELP
          --residual-share | 1        | --residual-share: 1.0 (expected: from 0 to below 1)
          --threads | 0               | --threads: 0 (expected: a number > 0)
          --threads | 100000          | --threads: 100000 (expected: at most 1024)
          --networks | 0              | --networks: 0 (expected: a number > 0)
          --networks | 101            | --networks: 101 (expected: at most 100)
          --quantize | int4           | --quantize: int4 (expected: float32, int8) HELP
          --scale | 5,1               | --scale: "5,1" (expected: MIN below MAX)
          --scale | 5,5               | --scale: "5,5" (expected: MIN below MAX)
          --scale | 5                 | --scale: "5" (expected: MIN,MAX, such as 1,10 or 0.5,5)
          --scale | 0,5,5             | --scale: "0,5,5" (expected: MIN,MAX, such as 1,10 or 0.5,5)
          --scale | 1,NaN             | --scale: "1,NaN" (expected: MIN,MAX, such as 1,10 or 0.5,5)
          --scale | 1,true            | --scale: "1,true" (expected: MIN,MAX, such as 1,10 or 0.5,5)
          --scale | -9000000,1        | --scale: "-9000000,1" (expected: MIN,MAX, such as 1,10 or 0.5,5)
          --config | /no/such/file    | --config: /no/such/file: no such file
          --split | first             | --split: first (expected: random, time) HELP
          --test | /no/such/file      | --test: /no/such/file: no such file
          --titles | /no/such/file    | --titles: /no/such/file: no such file
          """)
  void train_refuses_whenAnOptionIsBad(String option, String value, String message)
      throws Exception {
    assertEquals(
        message.replace("HELP", "(see autorec-trainer train --help)"), refusal(option, value));
  }

  @Test
  void train_refuses_whenNothingIsLeftToTrainOn() throws Exception {
    String message = refusal("--test-ratio", "0.99999", "--device", "cpu");
    assertTrue(
        message.matches(
            "--test-ratio: 0.99999 with --validation-ratio [0-9.]+: (\\d+) ratings, \\d+ of them to"
                + " test on and 1 to validate on \\(expected: some left to train on\\)"),
        message);
  }

  @Test
  void train_refuses_whenTheTestPartIsBothAFileAndAShare() throws Exception {
    Path test =
        Files.writeString(folder.resolve("test.csv"), "userId,movieId,rating\nx,y,5\nz,y,4\n");
    for (String ratio : List.of("0.1", "0.0")) {
      assertEquals(
          "--test-ratio: %s with --test %s (expected: one of the two)".formatted(ratio, test),
          refusal("--test", test.toString(), "--test-ratio", ratio));
    }
  }

  @Test
  void train_refuses_whenTheTestFileHoldsATrainingRating() throws Exception {
    List<String> lines = Files.readAllLines(folder.resolve("ratings.csv"));
    String[] fields = lines.get(9).split(",", -1);
    Path test =
        Files.writeString(
            folder.resolve("both.csv"),
            "%s\nx,y,5,1\nx,%s,4,1\n%s\n".formatted(lines.get(0), fields[1], lines.get(9)));
    assertEquals(
        "--test: user \"%s\", item \"%s\": rated in the training file and in the test file (expected: in one)"
            .formatted(fields[0], fields[1]),
        refusal("--test", test.toString(), "--device", "cpu"));
  }

  @Test
  void train_refuses_whenItIsToSplitByTime_andThereAreNoTimes() throws Exception {
    assertEquals(
        "--split: time, but ratings.csv has no times (expected: a column of times, which"
            + " --timestamp-column names)",
        refusal("--split", "time", "--timestamp-column", "none", "--device", "cpu"));
  }

  @Test
  void train_refuses_whenFewerRatingsHaveATime_thanAreHeldOut() throws Exception {
    StringBuilder text = new StringBuilder("user,item,rating,time\n");
    for (int i = 0; i < 200; i++) {
      text.append("u%d,i%d,%d,%s%n".formatted(i / 10, i % 10, 1 + i % 5, i < 7 ? i : ""));
    }
    Path few = Files.writeString(folder.resolve("few-times.csv"), text);
    assertEquals(
        "--test-ratio: 0.1 with --validation-ratio 0.1: few-times.csv: 7 of 200 ratings have a time,"
            + " and the latest 38 are held out (expected: a time for each of them)",
        refusalOf(few, "--split", "time", "--validation-ratio", "0.1", "--device", "cpu"));
  }

  /** What a run says that must end with status 2 and leave nothing. */
  private static String refusal(String... options) throws Exception {
    return refusalOf(folder.resolve("ratings.csv"), options);
  }

  private static String refusalOf(Path ratings, String... options) throws Exception {
    Path models = folder.resolve("refused");
    PrintStream standard = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, Charset.defaultCharset()));
    try {
      Stream<String> arguments = Stream.of("train", ratings.toString(), "--out", models.toString());
      assertEquals(
          2,
          AutorecTrainer.run(Stream.concat(arguments, Stream.of(options)).toArray(String[]::new)));
    } finally {
      System.setErr(standard);
    }
    if (Files.exists(models)) {
      try (Stream<Path> entries = Files.list(models)) {
        assertEquals(Set.of(), entries.collect(Collectors.toSet()));
      }
    }
    return said.toString(Charset.defaultCharset()).strip();
  }
}

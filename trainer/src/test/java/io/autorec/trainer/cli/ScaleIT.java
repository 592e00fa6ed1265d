package io.autorec.trainer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.RatingScale;
import io.autorec.trainer.benchmark.BenchmarkTable;
import io.autorec.trainer.benchmark.SplitResult;
import io.autorec.trainer.inference.OnnxModel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rating scale of a file in which nobody gave a 10, from the options to the model. */
class ScaleIT {
  private static final String[] SMALL = {"-e", "1", "-k", "5", "--device", "cpu"};

  @TempDir static Path folder;

  @BeforeAll
  static void write() throws Exception {
    write("nine.csv", 9);
    write("ten.csv", 10);
  }

  private static void write(String name, int highest) throws Exception {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder("user,item,rating\n");
    for (int user = 0; user < 30; user++) {
      for (int item = 0; item < 25; item++) {
        if (random.nextInt(3) > 0) {
          text.append("u%d,i%d,%d%n".formatted(user, item, 1 + random.nextInt(highest)));
        }
      }
    }
    Files.writeString(folder.resolve(name), text);
  }

  private static String at(String name) {
    return folder.resolve(name).toString();
  }

  /** What a command prints that must end with a status. */
  private static String said(int status, String[] some, String... more) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(said, true, Charset.defaultCharset());
    System.setOut(both);
    System.setErr(both);
    int actual;
    try {
      actual =
          AutorecTrainer.run(
              Stream.concat(Stream.of(more), Stream.of(some)).toArray(String[]::new));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    String text = said.toString(Charset.defaultCharset());
    assertEquals(status, actual, text);
    return text;
  }

  private static RatingScale scaleOf(String models) throws Exception {
    try (OnnxModel model = OnnxModel.open(folder.resolve(models).resolve("autorec/1"))) {
      return model.metadata().scale();
    }
  }

  @Test
  void train_recognisesTheScale_andSaysSo() throws Exception {
    String said = said(0, SMALL, "train", at("nine.csv"), "--out", at("recognised"));
    assertTrue(said.contains("scale: 1 to 10 in steps of 1, recognised; nobody gave 10"), said);
    assertEquals(new RatingScale(1, 10), scaleOf("recognised"));
    String evaluated =
        said(0, new String[0], "evaluate", at("recognised/autorec/1"), at("nine.csv"));
    assertTrue(!evaluated.contains("off scale"), evaluated);
  }

  @Test
  void train_takesTheScale_ofAConfigFile() throws Exception {
    Path config = Files.writeString(folder.resolve("scale.conf"), "scale = -1.5,9\n");
    String said =
        said(
            0, SMALL, "train", at("nine.csv"), "--config", config.toString(), "--out", at("given"));
    assertTrue(said.contains("scale: -1.5 to 9"), said);
    assertEquals(new RatingScale(-1.5f, 9), scaleOf("given"));
    assertTrue(Files.readString(folder.resolve("given/autorec/1/metrics.json")).contains("-1.5,9"));
    String evaluated = said(0, new String[0], "evaluate", at("given/autorec/1"), at("ten.csv"));
    assertTrue(
        evaluated.matches(
            "(?s).*off scale  \\d+ of them; predictions are clipped to the model's scale, -1.5 to 9\\R.*"),
        evaluated);
  }

  @Test
  void everyCommandThatTrains_refusesARating_offTheScale() {
    for (List<String> command :
        List.of(
            List.of("check"),
            List.of("train", "--out", at("none")),
            List.of("tune", "--out", at("none.conf")),
            List.of("benchmark", "--out", at("none-benchmark")))) {
      String[] options =
          Stream.concat(command.stream().skip(1), Stream.of("--scale", "1,8"))
              .toArray(String[]::new);
      String said = said(2, options, command.get(0), at("nine.csv"));
      assertTrue(said.contains("rating \"9\" (expected: from 1 to 8, as --scale says; "), said);
    }
  }

  @Test
  void benchmark_measuresAgain_onAnotherScale() throws Exception {
    String recipe = Files.writeString(folder.resolve("r.conf"), "epochs = 1\nksize = 4\n") + "";
    String[] options = {"--splits", "1", "--no-ranking", "--recipes", recipe, "--out", at("bench")};
    said(0, options, "benchmark", at("nine.csv"), "--scale", "1,9");
    SplitResult narrow = BenchmarkTable.read(folder.resolve("bench")).get(0);
    said(0, options, "benchmark", at("nine.csv"));
    SplitResult recognised = BenchmarkTable.read(folder.resolve("bench")).get(0);
    said(0, options, "benchmark", at("nine.csv"), "--scale", "1,10");
    SplitResult wide = BenchmarkTable.read(folder.resolve("bench")).get(0);
    assertTrue(!narrow.key().equals(recognised.key()), narrow.key());
    assertEquals(recognised, wide);
  }
}

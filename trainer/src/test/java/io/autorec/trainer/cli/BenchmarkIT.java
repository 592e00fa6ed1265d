package io.autorec.trainer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.trainer.benchmark.BenchmarkTable;
import io.autorec.trainer.benchmark.SplitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkIT {
  @TempDir static Path folder;

  @BeforeAll
  static void writeSample() {
    assertEquals(0, AutorecTrainer.run("sample", folder.resolve("ratings.csv").toString()));
  }

  private static int run(String command, Path out, String... more) {
    String[] arguments = new String[more.length + 4];
    arguments[0] = command;
    arguments[1] = folder.resolve("ratings.csv").toString();
    arguments[2] = "--out";
    arguments[3] = out.toString();
    System.arraycopy(more, 0, arguments, 4, more.length);
    return AutorecTrainer.run(arguments);
  }

  @Test
  void benchmark_measuresEachRecipeOnEachSplit_andGoesOnWhereItStopped() throws Exception {
    Path recipe = folder.resolve("small.conf");
    Files.writeString(recipe, "orientation = user\nepochs = 2\nksize = 9\n");
    Path out = folder.resolve("benchmark");

    assertEquals(0, run("benchmark", out, "--recipes", recipe.toString(), "--splits", "1"));
    List<SplitResult> first = BenchmarkTable.read(out);
    assertEquals(0, run("benchmark", out, "--recipes", recipe.toString(), "--splits", "2"));
    List<SplitResult> both = BenchmarkTable.read(out);

    assertEquals(1, first.size());
    assertEquals(2, both.size());
    // Not measured again: even the seconds are the same.
    assertEquals(first.get(0), both.get(0));
    assertEquals(2, both.get(1).seed());
    assertTrue(Files.readString(out.resolve("benchmark.txt")).contains("small.conf"));
    assertTrue(Files.readString(out.resolve("benchmark.html")).contains("small.conf"));
  }

  @Test
  void benchmark_refuses_whenThereIsNoSuchRecipe() {
    assertEquals(2, run("benchmark", folder.resolve("none"), "--recipes", "best"));
    assertEquals(2, run("benchmark", folder.resolve("none"), "--splits", "0"));
  }

  @Test
  void benchmark_refuses_whenAFileIsInThePlaceOfItsFolder() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "kept");
    assertEquals(2, run("benchmark", file, "--recipes", "item", "--splits", "1"));
    assertEquals("kept", Files.readString(file));
  }

  @Test
  void tune_refuses_whenItsFileHoldsTheRatings() throws Exception {
    Path ratings = folder.resolve("ratings.csv");
    long size = Files.size(ratings);
    assertEquals(2, run("tune", ratings, "--minutes", "0.001", "-e", "1"));
    assertEquals(size, Files.size(ratings));
  }

  @Test
  void tune_writesOptionsThatTrainTakes() throws Exception {
    Path found = folder.resolve("found.conf");

    assertEquals(0, run("tune", found, "--minutes", "0.05", "-e", "3"));

    assertTrue(Files.readString(found).contains("orientation = item"));
    Path models = folder.resolve("models");
    assertEquals(0, run("train", models, "--config", found.toString(), "-k", "9"));
    assertEquals(2, run("tune", found, "--minutes", "0"));
  }
}

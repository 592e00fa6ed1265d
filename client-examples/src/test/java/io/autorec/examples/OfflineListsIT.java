package io.autorec.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The lists that the trainer writes and those that the server answers with are the same, also of
 * users who chose items without a rating. Runs where both programs are built.
 */
final class OfflineListsIT {
  private static final Path TRAINER =
      Path.of("../trainer/target/autorec-trainer/bin/autorec-trainer").toAbsolutePath();

  private static final Path SERVER =
      Path.of("../server/target/autorec-server/bin/autorec-server").toAbsolutePath();

  private static final Path CLIENT =
      Path.of("target/autorec-client/bin/autorec-client").toAbsolutePath();

  private static final int USERS = 60;
  private static final int ITEMS = 40;

  /** Users from here on have chosen, and rated nothing. */
  private static final int FIRST_CHOOSER = USERS - 5;

  @TempDir static Path folder;

  private static Process server;
  private static String target = "";

  @BeforeAll
  static void trainAndServe() throws Exception {
    assumeTrue(Files.exists(TRAINER) && Files.exists(SERVER));
    Files.write(folder.resolve("ratings.csv"), ratings());
    for (String orientation : List.of("item", "user")) {
      run(
          TRAINER,
          "train",
          "ratings.csv",
          "--missing-value",
          "-1",
          "--device",
          "cpu",
          "-e",
          "2",
          "--orientation",
          orientation,
          "--name",
          orientation);
    }
    server =
        new ProcessBuilder(
                SERVER.toString(), "--models", "models", "--port", "0", "--port-file", "port")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile())
            .start();
    Path port = folder.resolve("port");
    while (!Files.exists(port) || Files.size(port) == 0) {
      assertTrue(server.isAlive(), () -> read(folder.resolve("server.log")));
      server.waitFor(50, TimeUnit.MILLISECONDS);
    }
    target = "localhost:" + Files.readString(port).strip();
  }

  /**
   * A third of the rows have no rating. Of each ten users one has but a row or two with a rating.
   */
  private static List<String> ratings() {
    Random random = new Random(7);
    List<String> lines = new ArrayList<>(List.of("userId,movieId,rating"));
    for (int user = 0; user < USERS; user++) {
      for (int item = 0; item < ITEMS; item++) {
        int taste = user % 4 == item % 4 ? 2 : 0;
        if (random.nextInt(10) < 2 + taste) {
          boolean isRated =
              user < FIRST_CHOOSER && random.nextInt(3) > 0 && (user % 10 != 3 || item < 6);
          lines.add(
              "u%d,i%d,%s".formatted(user, item, isRated ? 1 + taste + random.nextInt(3) : -1));
        }
      }
    }
    return lines;
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (server != null) {
      server.destroy();
      server.waitFor();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"item", "user"})
  void offlineLists_areTheServers_alsoOfChoicesWithoutARating(String model) throws Exception {
    String written = model + "-offline.csv";
    String answered = model + "-server.csv";
    run(TRAINER, "recommend", "models/" + model + "/1", "--top", "12", "--output", written);
    run(
        CLIENT,
        "recommend-all",
        "--target",
        target,
        "--model",
        model,
        "--top",
        "12",
        "--out",
        answered);
    List<String> offline = Files.readAllLines(folder.resolve(written));
    List<String> online = Files.readAllLines(folder.resolve(answered));
    assertEquals(online.size(), offline.size());
    for (int i = 0; i < online.size(); i++) {
      String[] expected = online.get(i).split(",", -1);
      String[] actual = offline.get(i).split(",", -1);
      for (int field = 0; field < expected.length; field++) {
        boolean isNumber = i > 0 && (field == 4 || field == 5);
        if (isNumber) {
          assertEquals(
              Float.parseFloat(expected[field]),
              Float.parseFloat(actual[field]),
              2e-4f,
              online.get(i));
        } else {
          assertEquals(expected[field], actual[field], online.get(i));
        }
      }
    }
    long ofChooser =
        offline.stream().filter(line -> line.startsWith("u" + FIRST_CHOOSER + ",")).count();
    assertEquals(12, ofChooser);
    List<String> rows = Files.readAllLines(folder.resolve("ratings.csv"));
    for (String line : offline.subList(1, offline.size())) {
      String[] fields = line.split(",", -1);
      assertTrue(
          rows.stream().noneMatch(row -> row.startsWith(fields[0] + "," + fields[2] + ",")), line);
    }
  }

  private static void run(Path program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertEquals(0, process.waitFor(), () -> String.join(" ", command) + ": " + read(log));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return Objects.toString(e.getMessage());
    }
  }
}

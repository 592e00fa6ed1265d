package io.autorec.trainer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wide rows in a small heap. */
class HeapRoomIT {
  private static final int USERS = 12_000;
  private static final int ITEMS = 200;

  @TempDir static Path folder;

  @BeforeAll
  static void writeRatings() throws Exception {
    StringBuilder text = new StringBuilder("userId,itemId,rating\n");
    for (int user = 0; user < USERS; user++) {
      text.append(user).append(',').append(user % ITEMS).append(',').append(1 + user % 5);
      text.append('\n');
    }
    Files.writeString(folder.resolve("wide.csv"), text);
  }

  private static TrainerProcess train(String heap, String... more) throws Exception {
    return validated(heap, "0", more);
  }

  private static TrainerProcess validated(String heap, String ratio, String... more)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of("train", folder.resolve("wide.csv").toString(), "-e", "1", "-b", "200"));
    arguments.addAll(List.of("--validation-ratio", ratio, "--device", "cpu"));
    arguments.addAll(List.of("--out", folder.resolve("models").toString()));
    arguments.addAll(List.of(more));
    return TrainerProcess.run(
        folder, List.of("-XX:+UseSerialGC", heap), process -> {}, arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--networks=1", "--networks=3", "--orientation=user"})
  void train_refusesBeforeTheFirstEpoch_andWhatItSuggestsIsEnough(String option) throws Exception {
    // Rows of a user-based model are short, and its codes many.
    String units = option.contains("user") ? "2000" : "300";

    TrainerProcess refused = train("-Xmx128m", option, "-k", units);

    assertEquals(2, refused.status(), () -> refused.lines().toString());
    assertFalse(refused.hasEpochs());
    Matcher suggested =
        Pattern.compile("memory: .* JAVA_OPTS=(-Xmx\\d+m), or at most --ksize (\\d+)\\)")
            .matcher(refused.last());
    assertTrue(suggested.matches(), refused.last());
    TrainerProcess fewer = train("-Xmx128m", option, "-k", suggested.group(2));
    assertEquals(0, fewer.status(), () -> fewer.lines().toString());
    TrainerProcess more = train(suggested.group(1), option, "-k", units);
    assertEquals(0, more.status(), () -> more.lines().toString());
  }

  @Test
  void train_trainsOneKind_whenTheHeapDoesNotHoldBoth() throws Exception {
    TrainerProcess refused = validated("-Xmx128m", "0.1", "-k", "300", "--recipe", "fixed");
    Matcher most =
        Pattern.compile("memory: .* or at most --ksize (\\d+)\\)").matcher(refused.last());
    assertTrue(most.matches(), refused.last());
    String both = "memory: networks of both kinds do not fit";

    TrainerProcess one = validated("-Xmx128m", "0.1", "-k", most.group(1));
    assertEquals(0, one.status(), () -> one.lines().toString());
    assertTrue(one.hasLine(both), () -> one.lines().toString());
    assertFalse(one.hasLine("a new network"), () -> one.lines().toString());
    TrainerProcess neither = validated("-Xmx128m", "0.1", "-k", "300");
    assertEquals(2, neither.status(), () -> neither.lines().toString());
    assertFalse(neither.hasLine(both), () -> neither.lines().toString());
    TrainerProcess two = validated("-Xmx128m", "0.1", "-k", "9");
    assertEquals(0, two.status(), () -> two.lines().toString());
    assertFalse(two.hasLine(both), () -> two.lines().toString());
    assertTrue(two.hasLine(" 2 a new network, centering bias"), () -> two.lines().toString());
  }

  @Test
  void train_trainsFewerUnits_whenTheHeapDoesNotHold500_andResumeKnowsThem() throws Exception {
    String[] command = {
      "train",
      folder.resolve("wide.csv").toString(),
      "-e",
      "300",
      "--patience",
      "300",
      "-b",
      "200",
      "--device",
      "cpu",
      "--out",
      folder.resolve("fewer").toString()
    };
    TrainerProcess stopped = stopped("-Xmx128m", command);
    assertEquals(143, stopped.status(), () -> stopped.lines().toString());
    Matcher note =
        Pattern.compile(
                "memory: 500 hidden units do not fit, so one network of (\\d+) is trained, as with"
                    + " --recipe fixed --ksize \\1 \\(for more: more heap by JAVA_OPTS=-Xmx\\)")
            .matcher(
                stopped.lines().stream()
                    .filter(line -> line.startsWith("memory: "))
                    .findFirst()
                    .orElseThrow());
    assertTrue(note.matches(), () -> stopped.lines().toString());
    String[] resume =
        Stream.concat(Stream.of(command), Stream.of("--resume")).toArray(String[]::new);

    TrainerProcess more = stopped("-Xmx1g", resume);

    assertEquals(143, more.status(), () -> more.lines().toString());
    assertTrue(more.hasLine("k=" + note.group(1) + ","), () -> more.lines().toString());
    TrainerProcess refused = train("-Xmx128m", "-k", "500");
    assertEquals(2, refused.status(), "units that were asked for");
  }

  @Test
  void train_triesNoImplicitFactors_whenTheHeapHoldsTheNetworksWithoutThem() throws Exception {
    TrainerProcess refused =
        users("-k", "2000", "--recipe", "fixed", "--implicit-factors", "residual");
    Matcher most =
        Pattern.compile("memory: .* or at most --ksize (\\d+)\\)").matcher(refused.last());
    assertTrue(most.matches(), refused.last());
    String units = String.valueOf(2 * Integer.parseInt(most.group(1)));
    String note = "memory: implicit factors do not fit";

    TrainerProcess without = users("-k", units);
    assertEquals(0, without.status(), () -> without.lines().toString());
    assertTrue(without.hasLine(note), () -> without.lines().toString());
    assertFalse(without.hasLine(", implicit factors, lambda"), () -> without.lines().toString());
    TrainerProcess with = users("-k", "9");
    assertEquals(0, with.status(), () -> with.lines().toString());
    assertFalse(with.hasLine(note), () -> with.lines().toString());
    assertTrue(with.hasLine(", implicit factors, lambda"), () -> with.lines().toString());
  }

  /** Many rows, so that their factors take most of the memory. */
  private static TrainerProcess users(String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("--orientation", "user", "--centering", "bias"));
    arguments.addAll(List.of(more));
    return validated("-Xmx128m", "0.1", arguments.toArray(String[]::new));
  }

  @Test
  void resume_goesOnWithTheKindsThatWereBegun_whateverTheHeap() throws Exception {
    String[] command = {
      "train",
      folder.resolve("wide.csv").toString(),
      "-e",
      "300",
      "--patience",
      "300",
      "-b",
      "200",
      "-k",
      "60",
      "--device",
      "cpu",
      "--out",
      folder.resolve("stopped").toString()
    };
    String both = "memory: networks of both kinds do not fit";
    TrainerProcess stopped = stopped("-Xmx64m", command);
    assertEquals(143, stopped.status(), () -> stopped.lines().toString());
    assertTrue(stopped.hasLine(both), () -> stopped.lines().toString());
    String[] resume =
        Stream.concat(Stream.of(command), Stream.of("--resume")).toArray(String[]::new);

    TrainerProcess more = stopped("-Xmx256m", resume);

    assertEquals(143, more.status(), () -> more.lines().toString());
    assertFalse(more.hasLine(both), () -> more.lines().toString());
  }

  /** Trains until it is stopped after the first epoch. */
  private static TrainerProcess stopped(String heap, String... command) throws Exception {
    return TrainerProcess.run(
        folder,
        List.of("-XX:+UseSerialGC", heap),
        process -> process.toHandle().destroy(),
        command);
  }

  @Test
  void train_refusesBeforeTheFirstEpoch_whenIdsAreLong() throws Exception {
    Path file = folder.resolve("long.csv");
    StringBuilder text = new StringBuilder("userId,itemId,rating\n");
    for (int user = 0; user < 20_000; user++) {
      text.append("x".repeat(150)).append(user).append(',').append(user % 2).append(',');
      text.append(1 + user % 5).append('\n');
    }
    Files.writeString(file, text);
    String[] few = {"train", file.toString(), "-e", "1", "-k", "2", "--validation-ratio", "0"};
    String[] command =
        Stream.concat(Stream.of(few), Stream.of("--out", folder.resolve("long").toString()))
            .toArray(String[]::new);
    List<String> java = List.of("-XX:+UseSerialGC", "-Xmx48m");

    TrainerProcess refused = TrainerProcess.run(folder, java, process -> {}, command);

    assertEquals(2, refused.status(), () -> refused.lines().toString());
    Matcher suggested =
        Pattern.compile("memory: .* JAVA_OPTS=(-Xmx\\d+m)\\)").matcher(refused.last());
    assertTrue(suggested.matches(), refused.last());
    TrainerProcess more =
        TrainerProcess.run(
            folder, List.of("-XX:+UseSerialGC", suggested.group(1)), process -> {}, command);
    assertEquals(0, more.status(), () -> more.lines().toString());
  }
}

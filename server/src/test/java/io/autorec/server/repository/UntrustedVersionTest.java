package io.autorec.server.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.autorec.fixture.Graphs;
import io.autorec.fixture.TinyModel;
import io.autorec.model.ModelFormat;
import io.autorec.model.Orientation;
import io.autorec.server.inference.DeviceChoice;
import io.autorec.server.inference.RunThreads;
import io.autorec.server.inference.SessionOptions;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.repository.version.ModelLoader;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A version that means harm, or met with some, beside one that is served. */
@Timeout(120)
class UntrustedVersionTest {
  private static final List<String> FILES =
      List.of(
          ModelFormat.MODEL_FILE,
          ModelFormat.USER_SCORES_FILE,
          ModelFormat.FOLD_IN_FILE,
          ModelFormat.FOLD_IN_SCORES_FILE,
          ModelFormat.RANKING_FILE,
          ModelFormat.RATINGS_FILE);

  @TempDir Path folder;

  private Path repository;
  private Path bad;
  private ModelCatalog catalog;

  @BeforeEach
  void serveAGoodOne() throws Exception {
    repository = Files.createDirectories(folder.resolve("models"));
    TinyModel.writeWithFoldIn(repository, "tiny", 1, Orientation.ITEM);
    SessionOptions options =
        new SessionOptions(DeviceChoice.CPU, 1, RunThreads.always(1), 4, false);
    catalog = ModelCatalog.load(repository, "", 1, new ModelLoader(options, 16));
    bad = TinyModel.writeWithRankingHead(repository, "tiny", 2, Orientation.ITEM, true);
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  /** Looks at the repository; why version 2 is bad. */
  private String refusal() throws Exception {
    catalog.refresh();
    assertEquals(List.of(1L), catalog.all().stream().map(LoadedModel::version).toList());
    assertEquals(1, catalog.bad().size());
    String why = catalog.bad().get(0).why();
    assertEquals(1, why.lines().count());
    assertTrue(!why.contains(folder.toString()), why);
    return why;
  }

  private void expectMended() throws Exception {
    catalog.refresh();
    assertEquals(List.of(), catalog.bad());
    assertEquals(List.of(2L), catalog.all().stream().map(LoadedModel::version).toList());
  }

  @Test
  void refresh_refusesALink_thatLeadsOutOfTheRepository() throws Exception {
    for (String file : FILES) {
      Path outside = folder.resolve(file);
      Files.move(bad.resolve(file), outside);
      Files.createSymbolicLink(bad.resolve(file), outside);

      assertEquals(file + ": a link out of the repository (expected: a file in it)", refusal());
      Files.move(outside, bad.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    expectMended();
  }

  @Test
  void refresh_refusesAVersion_thatIsALinkOutOfTheRepository() throws Exception {
    Path outside = folder.resolve("outside");
    Files.move(bad, outside);
    Files.createSymbolicLink(bad, outside);

    assertTrue(refusal().startsWith("model.onnx: a link out of the repository"));
  }

  @Test
  void refresh_followsLinks_thatStayInTheRepository() throws Exception {
    // As Kubernetes mounts a ConfigMap: each file links to ..data, and that to a dated folder.
    Path dated = Files.createDirectories(bad.resolve("..2026_01_01"));
    for (String file : FILES) {
      Files.move(bad.resolve(file), dated.resolve(file));
      Files.createSymbolicLink(bad.resolve(file), Path.of("..data", file));
    }
    Files.createSymbolicLink(bad.resolve("..data"), dated.getFileName());

    expectMended();
  }

  @Test
  void refresh_refuses_whatIsNoFile() throws Exception {
    for (String file : FILES) {
      Path aside = folder.resolve(file);
      Files.move(bad.resolve(file), aside);
      Files.createDirectory(bad.resolve(file));
      assertEquals(file + ": a folder (expected: a file)", refusal());
      Files.delete(bad.resolve(file));
      Files.createSymbolicLink(bad.resolve(file), Path.of("nowhere"));
      assertEquals(file + ": missing", refusal());
      Files.move(aside, bad.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    expectMended();
  }

  @Test
  void refresh_refusesAPipe_withoutWaitingForAWriter() throws Exception {
    Path model = bad.resolve(ModelFormat.MODEL_FILE);
    Files.delete(model);
    Process made = new ProcessBuilder("mkfifo", model.toString()).start();
    assumeTrue(made.waitFor(10, TimeUnit.SECONDS) && made.exitValue() == 0, "no mkfifo");

    assertEquals("model.onnx: a pipe, socket or device (expected: a file)", refusal());
  }

  @Test
  void refresh_triesAgain_whenAFileMayBeRead() throws Exception {
    Path model = bad.resolve(ModelFormat.MODEL_FILE);
    Files.setPosixFilePermissions(model, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(model), "root reads everything");

    assertEquals("model.onnx: permission denied (expected: a file that may be read)", refusal());
    Files.setPosixFilePermissions(model, PosixFilePermissions.fromString("r--------"));
    expectMended();
  }

  @Test
  void refresh_refusesAFile_thatIsLargerThanAnyMayBe_unread() throws Exception {
    Path model = bad.resolve(ModelFormat.MODEL_FILE);
    byte[] whole = Files.readAllBytes(model);
    // Holes: it takes no room on the disk.
    lengthen(model, 1L << 40);
    assertEquals("model.onnx: 1099511627776 bytes (expected: at most 2147483639)", refusal());
    Files.write(model, whole);
    Path ratings = bad.resolve(ModelFormat.RATINGS_FILE);
    byte[] few = Files.readAllBytes(ratings);
    lengthen(ratings, 1 << 20);
    // 3 users have 5 items to rate.
    assertEquals("ratings.pb: 1048576 bytes (expected: at most 1279)", refusal());
    Files.write(ratings, few);
    expectMended();
  }

  @Test
  void refresh_refusesARankingHead_thatIsNotTheVersionsOwn() throws Exception {
    Path ranking = bad.resolve(ModelFormat.RANKING_FILE);
    byte[] own = Files.readAllBytes(ranking);
    byte[] other = own.clone();
    other[other.length - 1] ^= 1;
    Files.write(ranking, other);
    assertTrue(refusal().startsWith("ranking.pb: SHA-256 "), refusal());
    Files.write(ranking, own);
    io.autorec.v1.RankingHead head = io.autorec.v1.RankingHead.parseFrom(own);
    TinyModel.replace(
        bad, ModelFormat.RANKING_FILE, head.toBuilder().addWeightsPerItem(0).build().toByteArray());
    assertEquals("ranking.pb: 6 items (expected: 5)", refusal());
    TinyModel.replace(bad, ModelFormat.RANKING_FILE, own);
    expectMended();
  }

  private static void lengthen(Path file, long bytes) throws Exception {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(bytes);
    }
  }

  @Test
  void refresh_refusesScores_ofFewerUsersOrItems() throws Exception {
    String file = ModelFormat.USER_SCORES_FILE;
    TinyModel.replace(bad, file, Graphs.users(new float[2][5]));
    assertEquals("user_scores.onnx: no graph that ONNX Runtime can run", refusal());
    TinyModel.replace(bad, file, Graphs.users(new float[3][4]));
    assertEquals("user_scores.onnx: output \"scores\" of width 4 (expected: 5)", refusal());
    TinyModel.replace(bad, file, Graphs.users(new float[3][5]));
    expectMended();
  }

  @Test
  void refresh_refusesAName_thatIsNoModels() throws Exception {
    for (String name : List.of("a b", "a\nb", "-a", "a\"b", "x".repeat(101))) {
      Path model = repository.resolve(name);
      TinyModel.write(repository, name, 1, Orientation.USER);
      catalog.refresh();

      assertEquals(1, catalog.bad().stream().filter(one -> !one.name().equals("tiny")).count());
      String why = catalog.bad().get(0).why() + catalog.bad().get(0).name();
      assertTrue(why.contains("(expected: [A-Za-z0-9]"), why);
      assertEquals(1, why.lines().count());
      Files.move(model, folder.resolve("gone" + name.length() + name.hashCode()));
    }
  }

  /** Damage in any file is refused in a line, or does not matter; the process stays. */
  @Test
  void refresh_loadsOrRefuses_whateverTheDamage() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (String file : FILES) {
      byte[] whole = Files.readAllBytes(bad.resolve(file));
      for (int i = 0; i < 60; i++) {
        byte[] damaged =
            i % 3 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
        for (int flips = i % 3; flips > 0; flips--) {
          damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        TinyModel.replace(bad, file, damaged);
        catalog.refresh();
        if (!catalog.bad().isEmpty()) {
          String why = catalog.bad().get(0).why();
          assertTrue(
              FILES.stream().anyMatch(name -> why.startsWith(name + ": ")),
              file + ": \"" + why + "\", seed " + seed);
          assertEquals(1, why.lines().count(), why);
          continue;
        }
        // It was taken: a next version to damage.
        long next = catalog.all().get(0).version() + 1;
        bad = TinyModel.writeWithRankingHead(repository, "tiny", next, Orientation.ITEM, true);
      }
      TinyModel.replace(bad, file, whole);
    }
  }
}

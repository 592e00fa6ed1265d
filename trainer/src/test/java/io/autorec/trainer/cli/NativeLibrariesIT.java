package io.autorec.trainer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishing needs native libraries; a run that cannot load them does not begin. */
class NativeLibrariesIT {
  @TempDir static Path folder;

  @BeforeAll
  static void writeSample() {
    assertEquals(0, AutorecTrainer.run("sample", folder.resolve("ratings.csv").toString()));
  }

  private static TrainerProcess train(String... java) throws Exception {
    return train(process -> {}, java);
  }

  private static TrainerProcess train(TrainerProcess.Fault fault, String... java) throws Exception {
    return TrainerProcess.run(
        folder,
        List.of(java),
        fault,
        "train",
        folder.resolve("ratings.csv").toString(),
        "-e",
        "2",
        "-k",
        "5",
        "--device",
        "cpu",
        "--out",
        folder.resolve("models").toString());
  }

  @Test
  void train_refusesBeforeTheFirstEpoch_whenOnnxRuntimeCannotBeUnpacked() throws Exception {
    Path missing = folder.resolve("missing");

    TrainerProcess run = train("-Djava.io.tmpdir=" + missing);

    assertEquals(2, run.status());
    assertFalse(run.hasEpochs(), () -> run.lines().toString());
    assertTrue(run.last().startsWith("ONNX Runtime: cannot be loaded from " + missing), run.last());
    assertTrue(run.last().contains("may hold programs (not noexec)"), run.last());
  }

  @Test
  void train_refusesBeforeTheFirstEpoch_whenPyTorchCannotBeUnpacked() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "no folder");

    TrainerProcess run = train("-DDJL_CACHE_DIR=" + file);

    assertEquals(2, run.status());
    assertFalse(run.hasEpochs(), () -> run.lines().toString());
    assertTrue(run.last().startsWith("PyTorch: cannot be loaded from " + file), run.last());
    assertTrue(run.last().contains("DJL_CACHE_DIR=DIR"), run.last());
  }

  @Test
  void train_takesNoLibrariesOfOthers_whenTheUserHasNoHome() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Object user = Files.getAttribute(temporary, "unix:uid");
    Path planted = Files.createDirectory(temporary.resolve("djl-" + user));
    Files.setPosixFilePermissions(planted, PosixFilePermissions.fromString("rwxrwxrwx"));

    TrainerProcess run = train("-Duser.home=?", "-Djava.io.tmpdir=" + temporary);

    assertEquals(2, run.status());
    assertFalse(run.hasEpochs(), () -> run.lines().toString());
    assertTrue(run.last().contains(planted + ": others can write to it"), run.last());
    assertFalse(Files.exists(folder.resolve("?")));
  }

  @Test
  void train_leavesNothingInTheTemporaryFolder_evenIfItIsKilled() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("temporary"));

    TrainerProcess run =
        train(process -> process.toHandle().destroyForcibly(), "-Djava.io.tmpdir=" + temporary);

    assertTrue(run.hasEpochs(), () -> run.lines().toString());
    try (Stream<Path> left = Files.list(temporary)) {
      assertEquals(List.of(), left.toList());
    }
  }
}

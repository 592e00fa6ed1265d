package io.autorec.trainer.training.dense;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.autorec.trainer.natives.NativeLibraryException;
import io.autorec.trainer.natives.UnpackFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** Loads PyTorch through DJL. */
public final class PyTorch {
  private static final String NAME = "PyTorch";

  private PyTorch() {}

  /**
   * Loads PyTorch, and adds two numbers.
   *
   * @throws NativeLibraryException if this fails
   * @throws IOException if there is no folder to unpack it into; the message is one line
   */
  public static void load() throws IOException {
    Path folder = UnpackFolder.choose();
    UnpackFolder.removeAbandoned(folder, Instant.now());
    try (NDManager manager = Engine.getInstance().newBaseManager();
        NDArray one = manager.create(1f);
        NDArray two = one.add(1)) {
      if (two.getFloat() != 2) {
        throw new EngineException("1 + 1 is " + two.getFloat());
      }
    } catch (RuntimeException | LinkageError e) {
      long bytes =
          NativeLibraryException.unpackedBytes(
              PyTorch.class.getClassLoader(), "native/lib/pytorch.properties", "pytorch/");
      throw new NativeLibraryException(NAME, folder, bytes, UnpackFolder.OPTION + "=DIR", e);
    }
  }
}

package io.autorec.trainer.publish;

import io.autorec.model.ModelFormat;
import io.autorec.model.files.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Describes the model files of a folder's versions to Triton Inference Server, in its text format.
 * The trainer writes the description once, and never over one that is there: it may have been
 * edited. In Triton's layout all versions of a model have the same width.
 */
public final class TritonConfig {
  /** The file in the folder of the model, beside the folders of its versions. */
  public static final String FILE = "config.pbtxt";

  /** The size of a batch, as the server has it by default. */
  private static final int BATCH = 64;

  private TritonConfig() {}

  /**
   * Writes the description, unless there is one.
   *
   * @param model {@code <repository>/<model name>}, which exists
   * @param width the length of a row
   */
  public static void writeOnce(Path model, int width) throws IOException {
    Path file = model.resolve(FILE);
    if (Files.exists(file)) {
      return;
    }
    String name = Objects.requireNonNull(model.getFileName()).toString();
    try (AtomicFile written = AtomicFile.open(file)) {
      written.out().write(text(name, width).getBytes(StandardCharsets.UTF_8));
      written.create();
    } catch (FileAlreadyExistsException e) {
      // Another trainer was faster.
    }
  }

  static String text(String name, int width) {
    return """
        # For Triton Inference Server. autorec-trainer writes this file once and never changes it.
        # All versions of the model must have the same width.
        name: "%s"
        platform: "onnxruntime_onnx"
        max_batch_size: %s
        input { name: "%s" data_type: TYPE_FP32 dims: %s }
        output { name: "%s" data_type: TYPE_FP32 dims: %s }
        output { name: "%s" data_type: TYPE_FP32 dims: %s }
        dynamic_batching { }
        """
        .formatted(
            name,
            BATCH,
            ModelFormat.RATINGS_INPUT,
            width,
            ModelFormat.RECONSTRUCTION_OUTPUT,
            width,
            ModelFormat.SCORES_OUTPUT,
            width);
  }
}

package io.autorec.spark.version;

import io.autorec.model.ModelFormat;
import io.autorec.spark.table.JobNames;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.offline.PublishedVersion;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkFiles;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A published version as tasks find it. The driver opens it first, so that a version that is
 * missing or damaged is refused before a job starts. Its files reach each executor once: by Spark's
 * file server from the disk of the driver, or from the file system that the folder names, such as
 * HDFS or S3. A local Spark opens the folder where it is.
 *
 * @param folder the local folder; null for the files that Spark has brought
 * @param threads how many threads a task may use: {@code spark.task.cpus}
 */
public record ShippedVersion(@Nullable String folder, int threads) implements Serializable {
  /** Files for people; no reader depends on them. */
  private static final Set<String> FOR_PEOPLE =
      Set.of(
          ModelFormat.METRICS_FILE,
          ModelFormat.REPORT_FILE,
          ModelFormat.RECIPE_FILE,
          ModelFormat.CARD_FILE);

  /**
   * Takes note of what the version says, in the driver.
   *
   * @param <T> what that is
   */
  @FunctionalInterface
  public interface Reader<T> {
    T read(PublishedVersion version);
  }

  /**
   * A version, and what the driver read in it.
   *
   * @param <T> what that is
   */
  public record Checked<T>(ShippedVersion version, T read) {}

  /**
   * Opens a version in the driver, and brings it to the executors.
   *
   * @param model {@code <models>/<name>/<version>}, on any file system that Spark knows
   * @throws InputException if it is none, in one line for the user
   * @throws IOException if its files cannot be read
   */
  public static <T> Checked<T> ship(SparkSession spark, String model, Reader<T> reader)
      throws IOException {
    if (model.isBlank()) {
      throw new InputException(
          "MODEL: \"%s\" (expected: a folder <models>/<name>/<version>)".formatted(model));
    }
    SparkContext context = spark.sparkContext();
    JobNames.next(spark, "Open the version " + model);
    int threads = context.conf().getInt("spark.task.cpus", 1);
    FileSystem files;
    org.apache.hadoop.fs.Path folder;
    FileStatus[] found;
    try {
      folder = new org.apache.hadoop.fs.Path(model);
      files = folder.getFileSystem(context.hadoopConfiguration());
      folder = files.makeQualified(folder);
      if (!files.exists(folder) || !files.getFileStatus(folder).isDirectory()) {
        throw new InputException(
            model + ": no such folder (expected: a folder <models>/<name>/<version>)");
      }
      found = files.listStatus(folder);
    } catch (IllegalArgumentException e) {
      throw e instanceof InputException mistake
          ? mistake
          : new InputException(model + ": " + e.getMessage());
    }
    List<org.apache.hadoop.fs.Path> parts =
        Arrays.stream(found)
            .filter(FileStatus::isFile)
            .map(FileStatus::getPath)
            .filter(file -> !FOR_PEOPLE.contains(file.getName()))
            .filter(file -> !file.getName().startsWith("."))
            .toList();
    boolean onThisDisk = folder.toUri().getScheme().equals("file");
    if (onThisDisk && context.isLocal()) {
      String local = folder.toUri().getPath();
      OpenVersion opened = OpenVersion.in(Path.of(local), threads);
      return new Checked<>(new ShippedVersion(local, threads), reader.read(opened.version()));
    }
    T read =
        onThisDisk
            ? read(Path.of(folder.toUri().getPath()), reader)
            : readCopy(files, parts, model, reader);
    for (org.apache.hadoop.fs.Path part : parts) {
      // A URI, since a name may hold a blank, # or %.
      context.addFile(part.toUri().toString());
    }
    return new Checked<>(new ShippedVersion(null, threads), read);
  }

  private static <T> T read(Path folder, Reader<T> reader) {
    try (PublishedVersion version = PublishedVersion.open(folder)) {
      return reader.read(version);
    }
  }

  private static <T> T readCopy(
      FileSystem files, List<org.apache.hadoop.fs.Path> parts, String model, Reader<T> reader)
      throws IOException {
    Path copy = Files.createTempDirectory("autorec-version");
    try {
      for (org.apache.hadoop.fs.Path part : parts) {
        files.copyToLocalFile(
            false, part, new org.apache.hadoop.fs.Path(copy.resolve(part.getName()).toUri()), true);
      }
      return read(copy, reader);
    } catch (InputException e) {
      throw new InputException(String.valueOf(e.getMessage()).replace(copy.toString(), model));
    } finally {
      try (Stream<Path> copied = Files.walk(copy)) {
        for (Path one : copied.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(one);
        }
      }
    }
  }

  /**
   * The version, open in this JVM. For the thread of a task, which knows where Spark's files are.
   */
  public OpenVersion open() {
    Path local =
        folder == null
            ? Path.of(SparkFiles.get(ModelFormat.MODEL_FILE)).toAbsolutePath().getParent()
            : Path.of(folder);
    return OpenVersion.in(Objects.requireNonNull(local), threads);
  }

  /** Threads for one task, which ends them. Without them a task would use the cores of others. */
  public ForkJoinPool pool() {
    return new ForkJoinPool(threads);
  }
}

package io.autorec.spark.table;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.autorec.spark.output.Places;
import io.autorec.trainer.input.InputException;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Opens a table by Spark's reader. What the user named wrongly is refused before Spark starts a
 * job.
 */
final class InputTable {
  /** Formats whose input is a path. */
  private static final Set<String> FILES =
      Set.of("parquet", "csv", "json", "orc", "avro", "text", "xml");

  private static final byte[] PARQUET = "PAR1".getBytes(US_ASCII);

  private InputTable() {}

  private static boolean isPath(String format) {
    return FILES.contains(format.toLowerCase(Locale.ROOT));
  }

  /** The files and folders of the input: of a table, the folders of its files. */
  static List<Path> places(SparkSession spark, TableOptions options) {
    String input = options.input();
    if (isPath(options.format())) {
      return Places.of(input, spark.sparkContext().hadoopConfiguration());
    }
    if (!options.format().equals(TableOptions.TABLE) || !spark.catalog().tableExists(input)) {
      return List.of();
    }
    return Arrays.stream(spark.table(input).inputFiles())
        .map(file -> new Path(URI.create(file)).getParent())
        .distinct()
        .toList();
  }

  /**
   * Opens the table.
   *
   * @throws InputException if there is no such table, in one line for the user
   */
  static Dataset<Row> open(SparkSession spark, TableOptions options) {
    String input = options.input();
    try {
      if (options.format().equals(TableOptions.TABLE)) {
        if (!spark.catalog().tableExists(input)) {
          throw new InputException(
              input
                  + ": no such table (expected: one of Spark's catalogue, or --format for files)");
        }
        return spark.table(input);
      }
      String format = options.format().toLowerCase(Locale.ROOT);
      if (isPath(format)) {
        requireFiles(spark, options, format);
      }
      DataFrameReader reader = spark.read().format(format);
      if (format.equals("csv")) {
        reader = reader.option("header", true);
      }
      return reader.options(options.reading()).load(input);
    } catch (InputException e) {
      throw e;
    } catch (IOException e) {
      throw new InputException(input + ": " + e.getMessage());
    } catch (Exception e) {
      // Spark's are checked exceptions that Scala does not declare.
      if (e instanceof ClassNotFoundException) {
        throw new InputException(
            "--format: "
                + options.format()
                + " (expected: parquet, csv, json, orc, table, or another that this Spark reads)");
      }
      if (e instanceof AnalysisException || e instanceof IllegalArgumentException) {
        throw new InputException(input + ": " + SparkMessages.first(e));
      }
      throw e;
    }
  }

  private static void requireFiles(SparkSession spark, TableOptions options, String format)
      throws IOException {
    String input = options.input();
    if (input.isBlank()) {
      throw new InputException("--input: \"%s\" (expected: a file or folder)".formatted(input));
    }
    Path path = new Path(input);
    FileSystem files = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
    FileStatus[] found = files.globStatus(path);
    if (found == null || found.length == 0) {
      throw new InputException(
          Places.pattern(input).equals(input)
              ? input + ": no such file or folder"
              : input + ": no file or folder fits this pattern");
    }
    Optional<FileStatus> first = first(files, found);
    if (first.isEmpty()) {
      throw new InputException(input + ": no rows");
    }
    if (found.length == 1 && found[0].isDirectory() && !options.readsFoldersInFolders()) {
      requireRows(files, found[0].getPath(), input);
    }
    if (format.equals("parquet")) {
      requireParquet(files, first.get());
    }
  }

  /** Refuses a folder of folders, such as prepare writes, unless each is a part, as day=1 is. */
  private static void requireRows(FileSystem files, Path folder, String input) throws IOException {
    List<FileStatus> inside = sorted(files.listStatus(folder));
    String names =
        inside.stream()
            .map(one -> one.getPath().getName())
            .filter(name -> !name.contains("="))
            .collect(Collectors.joining(", "));
    if (inside.stream().allMatch(FileStatus::isDirectory) && !names.isEmpty()) {
      throw new InputException(
          "%s: has folders, not files: %s (expected: one of them, or only parts such as day=1)"
              .formatted(input, names));
    }
  }

  /** The first file that holds rows, in a folder or in folders of it. */
  private static Optional<FileStatus> first(FileSystem files, FileStatus[] found)
      throws IOException {
    for (FileStatus one : sorted(found)) {
      if (one.isDirectory()) {
        Optional<FileStatus> inside = first(files, files.listStatus(one.getPath()));
        if (inside.isPresent()) {
          return inside;
        }
      } else if (one.getLen() > 0) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  private static List<FileStatus> sorted(FileStatus[] found) {
    return Arrays.stream(found)
        .filter(one -> !one.getPath().getName().startsWith("."))
        .filter(one -> !one.getPath().getName().startsWith("_"))
        .sorted()
        .toList();
  }

  /** Without this check a job fails and Spark prints stack traces. */
  private static void requireParquet(FileSystem files, FileStatus file) throws IOException {
    byte[] start = new byte[PARQUET.length];
    try (FSDataInputStream in = files.open(file.getPath())) {
      if (in.readNBytes(start, 0, start.length) < start.length || !Arrays.equals(start, PARQUET)) {
        throw new InputException(
            file.getPath() + ": no Parquet file (expected: one, or --format csv, json, ...)");
      }
    }
  }
}

package io.autorec.trainer.report;

import io.autorec.model.ModelFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Writes the files of a version that are for people. */
public final class ReportFiles {
  private ReportFiles() {}

  /**
   * Writes {@value ModelFormat#METRICS_FILE}, {@value ModelFormat#REPORT_FILE} and {@value
   * ModelFormat#CARD_FILE}.
   *
   * @param folder of the version, with all its other files
   */
  public static void write(Path folder, RunReport report) throws IOException {
    Files.writeString(folder.resolve(ModelFormat.METRICS_FILE), MetricsJson.of(report));
    Files.writeString(folder.resolve(ModelFormat.REPORT_FILE), HtmlReport.of(report));
    Set<String> names = new TreeSet<>(Set.of(ModelFormat.CARD_FILE));
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(file -> names.add(String.valueOf(file.getFileName())));
    }
    Files.writeString(folder.resolve(ModelFormat.CARD_FILE), ModelCard.of(report, names));
  }
}

package io.autorec.bench.load;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.autorec.foldin.FoldIn;
import io.autorec.foldin.FoldInFile;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.model.RatingHistory;
import io.autorec.ranking.RankingHead;
import io.autorec.ranking.RankingHeadFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The newest version of a model, from whose ratings requests are drawn.
 *
 * @param name the model's name
 * @param folder the version's folder
 * @param metadata its vocabularies and manifest
 * @param history its ratings
 */
public record ModelVersion(
    String name, Path folder, ModelMetadata metadata, RatingHistory history) {
  public static ModelVersion open(Path models, String name)
      throws BenchException, IOException, ModelFormatException, OrtException {
    Path folder = newest(models.resolve(name));
    ModelMetadata metadata;
    try (OrtSession session =
        OrtEnvironment.getEnvironment()
            .createSession(folder.resolve(ModelFormat.MODEL_FILE).toString())) {
      metadata = ModelMetadata.fromProperties(session.getMetadata().getCustomMetadata());
    }
    byte[] ratings = Files.readAllBytes(folder.resolve(ModelFormat.RATINGS_FILE));
    return new ModelVersion(
        name,
        folder,
        metadata,
        RatingHistory.fromBytes(ratings, metadata.users().size(), metadata.items().size()));
  }

  /** Returns true if it is item-based and fits users that it was not trained with. */
  public boolean fits() {
    return metadata.orientation() == Orientation.ITEM
        && metadata.manifest().containsFileDigests(ModelFormat.FOLD_IN_FILE);
  }

  /** Reads the parameters that fit them. */
  public FoldIn foldIn() throws IOException, ModelFormatException {
    byte[] bytes = Files.readAllBytes(folder.resolve(ModelFormat.FOLD_IN_FILE));
    return FoldInFile.fromBytes(bytes, metadata.rows().size(), metadata.width());
  }

  /** Returns true if it has a ranking head. */
  public boolean ranksByChoice() {
    return metadata.hasRankingHead();
  }

  /** Reads the ranking head. */
  public RankingHead rankingHead() throws IOException, ModelFormatException {
    byte[] bytes = Files.readAllBytes(folder.resolve(ModelFormat.RANKING_FILE));
    return RankingHeadFile.fromBytes(bytes, metadata.items().size(), metadata.scale());
  }

  private static Path newest(Path model) throws BenchException, IOException {
    if (!Files.isDirectory(model)) {
      throw new BenchException(model + ": no such model");
    }
    try (Stream<Path> folders = Files.list(model)) {
      return folders
          .filter(folder -> folder.getFileName().toString().matches("[1-9][0-9]{0,17}"))
          .max(Comparator.comparingLong(folder -> Long.parseLong(folder.getFileName().toString())))
          .orElseThrow(() -> new BenchException(model + ": no version in it"));
    }
  }
}

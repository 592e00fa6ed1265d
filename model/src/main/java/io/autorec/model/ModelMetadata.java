package io.autorec.model;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.autorec.v1.Feedback;
import io.autorec.v1.Manifest;
import io.autorec.v1.RankBy;
import io.autorec.v1.Vocabulary;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The content of the {@code metadata_props} of {@value ModelFormat#MODEL_FILE}.
 *
 * @param manifest the manifest, of a known format version
 * @param orientation the manifest's orientation
 * @param scale the manifest's rating scale
 * @param users users by position
 * @param items items by position
 */
public record ModelMetadata(
    Manifest manifest,
    Orientation orientation,
    RatingScale scale,
    IdVocabulary users,
    IdVocabulary items) {
  /** The scale of interactions: each is 1, and none would be 0. */
  private static final RatingScale OF_INTERACTIONS = new RatingScale(0, 1);

  /**
   * Checks that manifest and vocabularies fit each other.
   *
   * @throws ModelFormatException if they do not fit, or the format version is unknown
   */
  public static ModelMetadata of(Manifest manifest, IdVocabulary users, IdVocabulary items)
      throws ModelFormatException {
    requireKnownFormat(manifest);
    Orientation orientation = Orientation.fromProto(manifest.getOrientation());
    RatingScale scale;
    try {
      scale =
          new RatingScale(manifest.getRatingScale().getMin(), manifest.getRatingScale().getMax());
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException("manifest: " + e.getMessage(), e);
    }
    requireFormOfInteractions(manifest, orientation, scale);
    ModelMetadata metadata = new ModelMetadata(manifest, orientation, scale, users, items);
    if (manifest.getWidth() != metadata.columns().size() || manifest.getWidth() < 1) {
      throw new ModelFormatException(
          "width: %s (expected: the %s ids of the column vocabulary, at least 1)"
              .formatted(manifest.getWidth(), metadata.columns().size()));
    }
    if (metadata.rows().size() < 1) {
      throw new ModelFormatException("row vocabulary: empty (expected: at least 1 id)");
    }
    return metadata;
  }

  private static void requireKnownFormat(Manifest manifest) throws ModelFormatException {
    int version = manifest.getFormatVersion();
    if (version != ModelFormat.VERSION && version != ModelFormat.IMPLICIT_VERSION) {
      throw new ModelFormatException(
          "format version: %s (expected: %s or %s; use a matching release of AutoRec, or train the model again)"
              .formatted(version, ModelFormat.VERSION, ModelFormat.IMPLICIT_VERSION));
    }
    boolean implicit = manifest.getFeedback() == Feedback.FEEDBACK_IMPLICIT;
    if (implicit != (version == ModelFormat.IMPLICIT_VERSION)) {
      throw new ModelFormatException(
          "format version: %s with %s (expected: %s for implicit feedback, else %s)"
              .formatted(
                  version,
                  manifest.getFeedback(),
                  ModelFormat.IMPLICIT_VERSION,
                  ModelFormat.VERSION));
    }
    if (implicit && !manifest.containsFileDigests(ModelFormat.RANKING_FILE)) {
      throw new ModelFormatException(
          "implicit feedback without " + ModelFormat.RANKING_FILE + " (expected: with it)");
    }
  }

  private static void requireFormOfInteractions(
      Manifest manifest, Orientation orientation, RatingScale scale) throws ModelFormatException {
    if (manifest.getFeedback() == Feedback.FEEDBACK_IMPLICIT
        && (orientation != Orientation.USER || !scale.equals(OF_INTERACTIONS))) {
      throw new ModelFormatException(
          "implicit feedback, %s-based, on a scale from %s to %s (expected: user-based, from 0.0 to 1.0)"
              .formatted(orientation, scale.min(), scale.max()));
    }
  }

  /** The ids of the entries of a row: users of an item-based model, items of a user-based one. */
  public IdVocabulary columns() {
    return orientation == Orientation.ITEM ? users : items;
  }

  /** The ids that rows stood for in training. */
  public IdVocabulary rows() {
    return orientation == Orientation.ITEM ? items : users;
  }

  /** Length of a row. */
  public int width() {
    return columns().size();
  }

  /** Returns true if the version has a {@value ModelFormat#RANKING_FILE}. */
  public boolean hasRankingHead() {
    return manifest.containsFileDigests(ModelFormat.RANKING_FILE);
  }

  /**
   * Returns true if the version was trained on interactions without ratings. It ranks by choice
   * only, and predicts no ratings.
   */
  public boolean implicitFeedback() {
    return manifest.getFeedback() == Feedback.FEEDBACK_IMPLICIT;
  }

  /** Returns true if the model is the user and item biases: its networks learned nothing more. */
  public boolean isBiases() {
    return !implicitFeedback()
        && manifest.getHyperParameters().getCentering().equals("bias")
        && manifest.getHyperParameters().getBestEpoch() == 0;
  }

  /** The order of lists, unless one is asked for: by choice or by predicted rating. */
  public RankBy defaultOrder() {
    return implicitFeedback()
            || (hasRankingHead()
                && manifest.getRanking().getDefaultOrder() == RankBy.RANK_BY_CHOICE)
        ? RankBy.RANK_BY_CHOICE
        : RankBy.RANK_BY_PREDICTED_RATING;
  }

  /** The entries for {@code metadata_props}. */
  public Map<String, String> toProperties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(ModelFormat.MANIFEST_KEY, json(manifest));
    properties.put(ModelFormat.USERS_KEY, json(users.toProto()));
    properties.put(ModelFormat.ITEMS_KEY, json(items.toProto()));
    return properties;
  }

  /**
   * Reads the entries of {@code metadata_props}; other keys are ignored.
   *
   * @throws ModelFormatException if one of the entries is missing, malformed or inconsistent
   */
  public static ModelMetadata fromProperties(Map<String, String> properties)
      throws ModelFormatException {
    Manifest.Builder manifest = Manifest.newBuilder();
    parse(properties, ModelFormat.MANIFEST_KEY, manifest);
    Vocabulary.Builder users = Vocabulary.newBuilder();
    parse(properties, ModelFormat.USERS_KEY, users);
    Vocabulary.Builder items = Vocabulary.newBuilder();
    parse(properties, ModelFormat.ITEMS_KEY, items);
    return of(
        manifest.build(),
        IdVocabulary.fromProto(users.build()),
        IdVocabulary.fromProto(items.build()));
  }

  private static String json(Message message) {
    try {
      return ascii(
          JsonFormat.printer().omittingInsignificantWhitespace().sortingMapKeys().print(message));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message without Any always prints", e);
    }
  }

  /**
   * Escapes characters that are not ASCII: ONNX Runtime's Java API garbles those beyond 16 bits.
   */
  private static String ascii(String json) {
    StringBuilder ascii = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c < 0x7f) {
        ascii.append(c);
      } else {
        ascii.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return ascii.toString();
  }

  private static void parse(Map<String, String> properties, String key, Message.Builder into)
      throws ModelFormatException {
    String json = properties.get(key);
    if (json == null) {
      throw new ModelFormatException(
          "metadata \"" + key + "\": missing (expected: a model written by autorec-trainer)");
    }
    try {
      // Fields of a later release that kept the format version are additions: safe to ignore.
      JsonFormat.parser().ignoringUnknownFields().merge(json, into);
    } catch (InvalidProtocolBufferException e) {
      throw new ModelFormatException("metadata \"" + key + "\": " + e.getMessage(), e);
    } catch (StackOverflowError e) {
      // The parser calls itself for each bracket.
      throw new ModelFormatException("metadata \"" + key + "\": nested too deep", e);
    }
  }
}

package io.autorec.model.files;

import io.autorec.foldin.FoldIn;
import io.autorec.foldin.FoldInFile;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.ModelMetadata;
import io.autorec.model.RatingHistory;
import io.autorec.model.Sha256;
import io.autorec.model.graph.GraphFile;
import io.autorec.ranking.RankingHead;
import io.autorec.ranking.RankingHeadFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;

/**
 * Reads the files of a version's folder, which may come from anywhere. Each file is read once, and
 * checked as it is read. So the bytes that were checked are the bytes that are used, even if the
 * file changes. The one exception is {@link ModelFormat#weightsFile}, which is read through,
 * checked, and then mapped by ONNX Runtime: nobody may change it while it is in use.
 *
 * <ul>
 *   <li>A file must be a regular one. Links are followed as long as they stay in the repository, as
 *       those of a mounted Kubernetes ConfigMap do.
 *   <li>The size is checked before the file is read.
 *   <li>The digest must be the one in the manifest, except for {@value ModelFormat#MODEL_FILE},
 *       which holds the manifest.
 * </ul>
 */
public final class VersionFiles {
  // The gap and the index of a rating, as varints of up to 5 bytes; and its value, in case all are
  // distinct.
  private static final long BYTES_PER_RATING = 5 + 5 + Float.BYTES;
  private static final long BYTES_PER_USER = 3 * 5;
  private static final long BYTES_OF_TAGS = 1024;

  private final Path repository;
  private final Path folder;

  private VersionFiles(Path repository, Path folder) {
    this.repository = repository;
    this.folder = folder;
  }

  /**
   * The files of a version.
   *
   * @param folder {@code <repository>/<model name>/<version>}
   * @throws ModelFormatException if there is no such folder
   */
  public static VersionFiles of(Path folder) throws ModelFormatException {
    Path whole = folder.toAbsolutePath();
    Path model = Objects.requireNonNullElse(whole.getParent(), whole);
    try {
      Path repository = Objects.requireNonNullElse(model.getParent(), model).toRealPath();
      return new VersionFiles(repository, whole);
    } catch (IOException e) {
      throw new ModelFormatException("folder: cannot be found", e);
    }
  }

  /**
   * The files of a version that a person names. The folder may be a link to any place.
   *
   * @throws ModelFormatException if there is no such folder
   */
  public static VersionFiles named(Path folder) throws ModelFormatException {
    try {
      return of(folder.toRealPath());
    } catch (IOException e) {
      throw new ModelFormatException(
          "no such folder (expected: a folder <models>/<name>/<version>)", e);
    }
  }

  /** Returns true if there is a file of a name. */
  public boolean has(String name) {
    return Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * The SHA-256 of a file, in hexadecimal digits.
   *
   * @throws ModelFormatException if it cannot be read
   */
  public String digest(String name) throws ModelFormatException {
    boolean isWeights = name.endsWith(ModelFormat.weightsFile(""));
    return opened(
        name,
        channel -> {
          requireSize(
              name,
              channel.size(),
              isWeights ? ModelFormat.MOST_WEIGHTS_BYTES : ModelFormat.MOST_BYTES);
          return FilePieces.digest(channel, piece -> {});
        });
  }

  /** {@value ModelFormat#MODEL_FILE}. */
  public GraphFile model() throws ModelFormatException {
    GraphFile graph =
        GraphFile.of(ModelFormat.MODEL_FILE, read(ModelFormat.MODEL_FILE, ModelFormat.MOST_BYTES));
    return graph.weightsBytes() == 0 ? graph : withWeights(graph, graph.metadata());
  }

  /** Another graph, such as {@value ModelFormat#USER_SCORES_FILE}. */
  public GraphFile graph(String name, ModelMetadata metadata) throws ModelFormatException {
    ByteBuffer bytes = read(name, ModelFormat.MOST_BYTES);
    requireDigest(name, Sha256.hex(bytes), metadata);
    GraphFile graph = GraphFile.of(name, bytes);
    return graph.weightsBytes() == 0 ? graph : withWeights(graph, metadata);
  }

  /** Reads through the weights of a graph, and refuses them if they are not what it needs. */
  private GraphFile withWeights(GraphFile graph, ModelMetadata metadata)
      throws ModelFormatException {
    String name = ModelFormat.weightsFile(graph.name());
    String found =
        opened(
            name,
            channel -> {
              if (channel.size() != graph.weightsBytes()) {
                throw new ModelFormatException(
                    "%s: %s bytes (expected: the %s of %s)"
                        .formatted(name, channel.size(), graph.weightsBytes(), graph.name()));
              }
              return FilePieces.digest(channel, FilePieces.finiteNumbers(name));
            });
    requireDigest(name, found, metadata);
    return graph.withWeightsIn(folder);
  }

  /** {@value ModelFormat#FOLD_IN_FILE}. */
  public FoldIn foldIn(ModelMetadata metadata) throws ModelFormatException {
    int rows = metadata.rows().size();
    int columns = metadata.width();
    return verified(
        ModelFormat.FOLD_IN_FILE,
        ModelFormat.MOST_BYTES,
        metadata,
        (bytes, size) -> FoldInFile.read(bytes, size, rows, columns));
  }

  /** {@value ModelFormat#RANKING_FILE}. */
  public RankingHead ranking(ModelMetadata metadata) throws ModelFormatException {
    int items = metadata.items().size();
    return verified(
        ModelFormat.RANKING_FILE,
        ModelFormat.MOST_BYTES,
        metadata,
        (bytes, size) -> RankingHeadFile.read(bytes, size, items, metadata.scale()));
  }

  /** {@value ModelFormat#RATINGS_FILE}. */
  public RatingHistory ratings(ModelMetadata metadata) throws ModelFormatException {
    int users = metadata.users().size();
    int items = metadata.items().size();
    long mostBytes = users * (items * BYTES_PER_RATING + BYTES_PER_USER) + BYTES_OF_TAGS;
    return verified(
        ModelFormat.RATINGS_FILE,
        Math.min(mostBytes, ModelFormat.MOST_BYTES),
        metadata,
        (bytes, size) -> RatingHistory.read(bytes, size, users, items));
  }

  /** Reads the content of a file, of which nothing but the result is held. */
  private interface Parsing<T> {
    T of(InputStream bytes, int size) throws IOException, ModelFormatException;
  }

  /** Reads a file as a stream. What is wrong with its digest is said before what is in it. */
  private <T> T verified(String name, long mostBytes, ModelMetadata metadata, Parsing<T> parsing)
      throws ModelFormatException {
    return opened(
        name,
        channel -> {
          long size = channel.size();
          requireSize(name, size, mostBytes);
          MessageDigest digest = Sha256.newDigest();
          InputStream bytes = new DigestInputStream(Channels.newInputStream(channel), digest);
          T parsed;
          try {
            parsed = parsing.of(bytes, (int) size);
          } catch (ModelFormatException e) {
            requireDigest(name, digestOfAll(bytes, digest), metadata);
            throw e;
          } catch (OutOfMemoryError e) {
            throw tooLarge(name, size, e);
          }
          requireDigest(name, digestOfAll(bytes, digest), metadata);
          return parsed;
        });
  }

  /** Reads on to the end of a file. */
  private static String digestOfAll(InputStream bytes, MessageDigest digest) throws IOException {
    bytes.transferTo(OutputStream.nullOutputStream());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void requireDigest(String name, String found, ModelMetadata metadata)
      throws ModelFormatException {
    String expected = metadata.manifest().getFileDigestsOrDefault(name, "");
    if (!found.equals(expected)) {
      throw new ModelFormatException(
          "%s: SHA-256 %s (expected: the manifest's %s)"
              .formatted(name, found, expected.isEmpty() ? "digest, which it lacks" : expected));
    }
  }

  private ByteBuffer read(String name, long mostBytes) throws ModelFormatException {
    return opened(name, channel -> read(name, channel, mostBytes));
  }

  /** Reads an open file. */
  private interface Reading<T> {
    T of(SeekableByteChannel channel) throws IOException, ModelFormatException;
  }

  private <T> T opened(String name, Reading<T> reading) throws ModelFormatException {
    try {
      Path file = folder.resolve(name).toRealPath();
      if (!file.startsWith(repository)) {
        throw new ModelFormatException(
            name + ": a link out of the repository (expected: a file in it)",
            new IOException(file.toString()));
      }
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      // First of all: to open a pipe would wait for a writer.
      if (!attributes.isRegularFile()) {
        String kind = attributes.isDirectory() ? "folder" : "pipe, socket or device";
        throw new ModelFormatException(name + ": a " + kind + " (expected: a file)");
      }
      try (SeekableByteChannel channel =
          Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
        return reading.of(channel);
      }
    } catch (NoSuchFileException e) {
      throw new ModelFormatException(name + ": missing", has(name) ? e : null);
    } catch (AccessDeniedException e) {
      throw new ModelFormatException(
          name + ": permission denied (expected: a file that may be read)", e);
    } catch (IOException e) {
      throw new ModelFormatException(name + ": cannot be read", e);
    }
  }

  private static void requireSize(String name, long size, long mostBytes)
      throws ModelFormatException {
    if (size > mostBytes) {
      throw new ModelFormatException(
          name + ": " + size + " bytes (expected: at most " + mostBytes + ")");
    }
  }

  private ByteBuffer read(String name, SeekableByteChannel channel, long mostBytes)
      throws IOException, ModelFormatException {
    long size = channel.size();
    requireSize(name, size, mostBytes);
    ByteBuffer bytes;
    try {
      // Outside the heap, for ONNX Runtime.
      bytes = ByteBuffer.allocateDirect((int) size);
    } catch (OutOfMemoryError e) {
      throw tooLarge(name, size, e);
    }
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      // Until it is full or the file ends.
    }
    if (bytes.hasRemaining() || channel.read(ByteBuffer.allocate(1)) >= 0) {
      throw new ModelFormatException(
          name + ": changed while it was read (expected: a finished file)");
    }
    return bytes.flip();
  }

  private static ModelFormatException tooLarge(String name, long size, OutOfMemoryError e) {
    return new ModelFormatException(
        name + ": " + size + " bytes (expected: less, or more memory by -Xmx in JAVA_OPTS)", e);
  }
}

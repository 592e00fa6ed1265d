package io.autorec.trainer.offline;

import io.autorec.model.ModelMetadata;
import io.autorec.trainer.files.NewFile;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.TextEncoding;
import io.autorec.trainer.ranking.ListOrders;
import io.autorec.trainer.ranking.RankedLists;
import io.autorec.trainer.ratings.UserIdsReader;
import io.autorec.v1.RankBy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the best items of many users of a published version to a CSV file.
 *
 * @param version {@code <models>/<name>/<version>}
 * @param users a file of user ids; null for all users
 * @param encoding the encoding of that file
 * @param top the largest number of items for each, at least 1
 * @param output the file, gzipped if its name ends in .gz
 * @param replace whether a file that is there is replaced
 * @param includeRated whether items that a user has rated or chosen stay in the list
 * @param rankBy what items are ranked by
 * @param omitPredicted whether predicted ratings are left out, which lists by choice do not need
 */
public record BulkRecommendation(
    Path version,
    @Nullable Path users,
    TextEncoding encoding,
    int top,
    Path output,
    boolean replace,
    boolean includeRated,
    RankBy rankBy,
    boolean omitPredicted) {
  public BulkRecommendation {
    if (top < 1) {
      throw new InputException("--top: " + top + " (expected: >= 1)");
    }
  }

  /** Receives the progress. */
  public interface Listener {
    /** The version is open; lists for this many users follow. */
    void onStart(int users);

    /** The list of one more user has been written. */
    void onUser();
  }

  /**
   * A file that was written.
   *
   * @param lines the number of lines, each with an item
   * @param usersWithoutItems the number of users who have rated everything, and have no line
   */
  public record Written(long lines, int usersWithoutItems) {}

  /**
   * Writes the file; it appears whole or not at all.
   *
   * @param stop asked between two batches of users
   * @return empty if it was stopped and nothing was written
   * @throws InputException if the version or the files cannot be used, in one line for the user
   * @throws IOException if the file cannot be written, in one line for the user
   */
  public Optional<Written> write(BooleanSupplier stop, Listener listener) throws IOException {
    NewFile.check(output, replace);
    try (PublishedVersion opened = PublishedVersion.open(version)) {
      ModelMetadata metadata = opened.metadata();
      int[] positions =
          users == null
              ? IntStream.range(0, metadata.users().size()).toArray()
              : UserIdsReader.read(users, encoding, metadata.users());
      ListOrders orders = opened.orders();
      boolean byChoice = opened.ranksByChoice(rankBy);
      if (omitPredicted && !byChoice) {
        throw new InputException(
            "--no-predicted-ratings: the lists of %s are ranked by predicted rating (expected: --rank-by choice)"
                .formatted(version));
      }
      RankedLists lists =
          new RankedLists(
              orders.scorer(byChoice, opened.history()),
              omitPredicted ? null : orders.predicted(),
              metadata.items().size(),
              top,
              includeRated ? (user, item) -> {} : opened.history()::forEachItem);
      listener.onStart(positions.length);
      return write(lists, positions, metadata, stop, listener);
    }
  }

  private Optional<Written> write(
      RankedLists lists,
      int[] positions,
      ModelMetadata metadata,
      BooleanSupplier stop,
      Listener listener)
      throws IOException {
    long[] lines = {0};
    int[] empty = {0};
    try (NewFile file = NewFile.open(output, replace)) {
      RankedListCsv csv = new RankedListCsv(file.writer(), metadata);
      boolean finished =
          lists.forEach(
              positions,
              stop,
              list -> {
                csv.add(list);
                lines[0] += list.items().length;
                empty[0] += list.items().length == 0 ? 1 : 0;
                listener.onUser();
              });
      if (!finished) {
        return Optional.empty();
      }
      file.publish();
      return Optional.of(new Written(lines[0], empty[0]));
    } catch (IOException e) {
      throw new IOException(output + ": " + NewFile.reason(e), e);
    }
  }
}

package io.autorec.trainer.ratings;

import io.autorec.model.IdVocabulary;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.InputFile;
import io.autorec.trainer.input.TextEncoding;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Reads user ids, one a line, plain or packed. Blanks around an id and empty lines are ignored. */
public final class UserIdsReader {
  private UserIdsReader() {}

  /**
   * Reads a file.
   *
   * @return the positions of the users, in the order of the file, maybe repeated
   * @throws InputException if the file cannot be read, or names no user or an unknown one, in one
   *     line for the user
   */
  public static int[] read(Path file, TextEncoding encoding, IdVocabulary users) {
    IntStream.Builder positions = IntStream.builder();
    int number = 0;
    int found = 0;
    try (InputFile input = InputFile.open(file)) {
      BufferedReader lines = input.text(encoding);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String id = line.strip();
        if (!id.isEmpty()) {
          positions.add(position(file, number, id, users));
          found++;
        }
      }
    } catch (IOException e) {
      throw InputFile.failure(file, e);
    }
    if (found == 0) {
      throw new InputException(file + ": no user id (expected: one a line)");
    }
    return positions.build().toArray();
  }

  private static int position(Path file, int number, String id, IdVocabulary users) {
    OptionalInt position = users.position(id);
    return position.orElseThrow(
        () ->
            new InputException(
                file
                    + (":" + number + ": user " + InputException.quoted(id))
                    + ": unknown to the model (expected: an id that it was trained with)"));
  }
}

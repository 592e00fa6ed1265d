package io.autorec.trainer.publish;

import io.autorec.model.ModelFormat;
import io.autorec.model.policy.PolicyException;
import io.autorec.model.policy.PolicyFile;
import io.autorec.v1.ServingPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The versions of a model that are there before a run publishes, of which it may then remove the
 * oldest. What others publish meanwhile stays. A version goes whole: it is renamed to a hidden
 * folder first, which the next trainer removes if this one is killed.
 */
public final class OldVersions {
  private final Path model;
  // The newest first.
  private final List<Integer> before;

  private final int keep;

  private OldVersions(Path model, List<Integer> before, int keep) {
    this.model = model;
    this.before = before;
    this.keep = keep;
  }

  /**
   * Notes the versions that are there now.
   *
   * @param model {@code <repository>/<model name>}, which need not be there
   * @param keep how many of the newest versions stay, at least: {@code latest} may say more, and
   *     those that are withdrawn do not count
   */
  public static OldVersions of(Path model, int keep) throws IOException {
    return new OldVersions(model, Files.isDirectory(model) ? versions(model) : List.of(), keep);
  }

  /** The folders of versions, the newest first; links are none of the trainer's. */
  private static List<Integer> versions(Path model) throws IOException {
    try (Stream<Path> entries = Files.list(model)) {
      return entries
          .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches("[1-9][0-9]{0,8}"))
          .map(Integer::valueOf)
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }

  /**
   * Removes those that are neither among the newest versions nor named by {@code serving.json}. It
   * removes nothing if that file cannot be used. No failure ends the run.
   *
   * @param said gets a line for what was removed, and one for each failure
   */
  public void remove(Consumer<String> said) {
    List<Integer> removed = new ArrayList<>();
    try {
      ServingPolicy policy = PolicyFile.read(model);
      int newest = Math.max(keep, policy.getLatest());
      for (int version : versions(model)) {
        if (newest > 0) {
          newest -= policy.getWithdrawnList().contains((long) version) ? 0 : 1;
        } else if (before.contains(version) && remove(version, said)) {
          removed.add(version);
        }
      }
    } catch (PolicyException e) {
      said.accept("removed no older version: " + e.getMessage());
    } catch (IOException e) {
      said.accept("removed no older version: " + model + " cannot be listed: " + e.getMessage());
    }
    if (!removed.isEmpty()) {
      said.accept("removed older versions of " + model.getFileName() + ": " + list(removed));
    }
  }

  private static String list(List<Integer> versions) {
    return versions.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private Path folder(int version) {
    return model.resolve(Integer.toString(version));
  }

  private boolean remove(int version, Consumer<String> said) {
    try {
      if (isNamed(version)) {
        return false;
      }
      requireFiles(folder(version));
      return removeHidden(version);
    } catch (PolicyException | IOException e) {
      said.accept("version " + version + " could not be removed: " + e.getMessage());
      return false;
    }
  }

  /** Returns true if the policy, as it is now, names a version to serve. */
  private boolean isNamed(long version) throws PolicyException {
    ServingPolicy policy = PolicyFile.read(model);
    return policy.getVersionsList().contains(version)
        || policy.getAlsoList().contains(version)
        || policy.getLabelsMap().containsValue(version);
  }

  private static void requireFiles(Path folder) throws IOException {
    if (!Files.exists(folder.resolve(ModelFormat.MODEL_FILE), LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(
          "%s has no %s (expected: a version)".formatted(folder, ModelFormat.MODEL_FILE));
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (files.anyMatch(file -> Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))) {
        throw new IOException(folder + " has a folder in it (expected: files alone)");
      }
    }
  }

  /** Hides a version and removes it; it comes back if it was named meanwhile. */
  private boolean removeHidden(int version) throws IOException, PolicyException {
    StagingLock lock = StagingLock.take(model);
    try {
      Files.move(folder(version), lock.folder(), StandardCopyOption.ATOMIC_MOVE);
      boolean stays = true;
      try {
        stays = isNamed(version);
      } finally {
        if (stays) {
          Files.move(lock.folder(), folder(version), StandardCopyOption.ATOMIC_MOVE);
        }
      }
      if (!stays) {
        StagingLock.delete(lock.folder());
      }
      return !stays;
    } finally {
      lock.release();
    }
  }
}

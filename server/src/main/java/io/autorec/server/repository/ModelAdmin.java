package io.autorec.server.repository;

import static io.autorec.server.repository.AdminException.Reason.IMPOSSIBLE;
import static io.autorec.server.repository.AdminException.Reason.MISSING;

import io.autorec.server.inference.DeviceUnavailableException;
import io.autorec.server.repository.policy.PolicyException;
import io.autorec.server.repository.policy.PolicyFile;
import io.autorec.v1.ServedVersions;
import io.autorec.v1.ServingPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes which versions a catalogue serves. A change loads the versions that it needs, then writes
 * the model's {@code serving.json}, then serves. If one of these steps fails, nothing changes.
 *
 * <p>Safe for use by several threads: changes are made one after the other, and take as long as
 * loading takes. The model name "" means the default model.
 */
public final class ModelAdmin {
  private static final Logger log = LoggerFactory.getLogger(ModelAdmin.class);

  private final ModelCatalog catalog;

  /** Makes the changes of a catalogue. */
  public ModelAdmin(ModelCatalog catalog) {
    this.catalog = catalog;
  }

  /** Returns true if a word may be a label. */
  public static boolean isLabel(String word) {
    return PolicyFile.isLabel(word);
  }

  /**
   * Serves a version, or with version 0 a model that was unloaded.
   *
   * @throws AdminException if there is no such version, or it cannot be loaded
   */
  public ServedVersions load(String name, long version) throws AdminException {
    synchronized (catalog) {
      Path model = folder(name);
      ServingPolicy before = read(model);
      ServingPolicy.Builder after = before.toBuilder().setUnloaded(false);
      if (version == 0) {
        return change(model, 0, before, after.build(), served -> served.main().isPresent());
      }
      NavigableSet<Long> there = require(model, version);
      after.clearWithdrawn().addAllWithdrawn(without(before.getWithdrawnList(), version));
      // A label may keep the version now, but can move away from it.
      ServingPolicy unlabelled = after.build().toBuilder().clearLabels().build();
      if (!catalog.complete(unlabelled).wants(there, version)) {
        if (after.getVersionsCount() > 0) {
          after.addVersions(version);
        } else {
          after.addAlso(version);
        }
      }
      return change(
          model, version, before, after.build(), served -> served.versions().containsKey(version));
    }
  }

  /**
   * Stops serving a version, or with version 0 the whole model.
   *
   * @throws AdminException if there is no such version, a label points to it, or no other can take
   *     its place
   */
  public ServedVersions unload(String name, long version) throws AdminException {
    synchronized (catalog) {
      Path model = folder(name);
      ServingPolicy before = read(model);
      if (version == 0) {
        return change(
            model,
            0,
            before,
            before.toBuilder().setUnloaded(true).build(),
            served -> served.versions().isEmpty());
      }
      NavigableSet<Long> unused = require(model, version);
      for (Map.Entry<String, Long> label : before.getLabelsMap().entrySet()) {
        if (label.getValue() == version) {
          throw new AdminException(
              IMPOSSIBLE,
              "label \"" + label.getKey() + "\" points to it (expected: to point elsewhere first)");
        }
      }
      ServingPolicy after =
          before.toBuilder()
              .clearVersions()
              .addAllVersions(without(before.getVersionsList(), version))
              .clearAlso()
              .addAllAlso(without(before.getAlsoList(), version))
              .clearWithdrawn()
              .addAllWithdrawn(without(before.getWithdrawnList(), version))
              .addWithdrawn(version)
              .build();
      return change(model, 0, before, after, served -> !served.versions().containsKey(version));
    }
  }

  /**
   * Points a label to a version, or with version 0 removes the label.
   *
   * @throws AdminException if there is no such version, or it is withdrawn or cannot be loaded
   */
  public ServedVersions label(String name, long version, String label) throws AdminException {
    synchronized (catalog) {
      Path model = folder(name);
      ServingPolicy before = read(model);
      if (version == 0) {
        return change(
            model,
            0,
            before,
            before.toBuilder().removeLabels(label).build(),
            served -> !served.labels().containsKey(label));
      }
      NavigableSet<Long> unused = require(model, version);
      if (before.getUnloaded()) {
        throw new AdminException(IMPOSSIBLE, "the model is unloaded (expected: to load it first)");
      }
      if (before.getWithdrawnList().contains(version)) {
        throw new AdminException(IMPOSSIBLE, "it is withdrawn (expected: to load it first)");
      }
      return change(
          model,
          version,
          before,
          before.toBuilder().putLabels(label, version).build(),
          served -> Long.valueOf(version).equals(served.labels().get(label)));
    }
  }

  private Path folder(String name) throws AdminException {
    try {
      return catalog
          .folderOf(name)
          .orElseThrow(() -> new AdminException(MISSING, "no such model in the repository"));
    } catch (RepositoryException e) {
      throw new AdminException(IMPOSSIBLE, "the repository cannot be read");
    }
  }

  /** Returns the versions of a model, which must include a version. */
  private NavigableSet<Long> require(Path model, long version) throws AdminException {
    NavigableSet<Long> there = new TreeSet<>(served(model).versions().keySet());
    try {
      there.addAll(RepositoryFolder.versions(model).keySet());
    } catch (RepositoryException e) {
      throw new AdminException(IMPOSSIBLE, "the repository cannot be read");
    }
    if (!there.contains(version)) {
      throw new AdminException(MISSING, "no such version in the repository");
    }
    return there;
  }

  private ServedModel served(Path model) {
    return catalog.model(RepositoryFolder.name(model));
  }

  private static List<Long> without(List<Long> versions, long version) {
    return versions.stream().filter(other -> other != version).toList();
  }

  private static ServingPolicy read(Path model) throws AdminException {
    try {
      return PolicyFile.read(model);
    } catch (PolicyException e) {
      throw new AdminException(IMPOSSIBLE, e.getMessage() + " (expected: to be mended first)");
    }
  }

  /**
   * Serves a new policy, if that has the result that was asked for.
   *
   * @param version the version to be served; 0 if none in particular
   * @param asked true for the result that was asked for
   */
  private ServedVersions change(
      Path model,
      long version,
      ServingPolicy before,
      ServingPolicy after,
      Predicate<ServedModel> asked)
      throws AdminException {
    ModelUpdate update = plan(model, after);
    boolean served = false;
    try {
      if (!asked.test(update.after())) {
        throw new AdminException(IMPOSSIBLE, why(model, version));
      }
      if (!after.equals(before)) {
        write(model, before, after);
      }
      catalog.serve(update);
      served = true;
    } finally {
      if (!served) {
        update.discard();
      }
    }
    ServedModel now = update.after();
    log.info(
        "{}: serves {}, of them {} by default, labels {}",
        update.name(),
        now.versions().keySet(),
        now.main().orElse(0),
        now.labels());
    return ServedVersions.newBuilder()
        .setName(update.name())
        .addAllVersions(now.versions().keySet())
        .setMainVersion(now.main().orElse(0))
        .putAllLabels(now.labels())
        .setPolicy(after)
        .build();
  }

  private ModelUpdate plan(Path model, ServingPolicy policy) throws AdminException {
    try {
      return catalog.plan(model, catalog.complete(policy));
    } catch (RepositoryException | DeviceUnavailableException e) {
      throw new AdminException(IMPOSSIBLE, "the repository cannot be read");
    }
  }

  private static void write(Path model, ServingPolicy before, ServingPolicy after)
      throws AdminException {
    try {
      PolicyFile.write(model, before, after);
    } catch (PolicyException e) {
      throw new AdminException(IMPOSSIBLE, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      log.warn("{} cannot be written: {}", model.resolve(PolicyFile.NAME), e.toString());
      throw new AdminException(
          IMPOSSIBLE,
          PolicyFile.NAME
              + ": the server cannot write it (expected: a repository that it can write, or to edit"
              + " the file where that can be done)");
    }
  }

  /**
   * Returns why a change failed: the version is bad; if not, another version is bad; if not, no
   * version is left.
   */
  private String why(Path model, long version) {
    return catalog.bad().stream()
        .filter(bad -> bad.name().equals(RepositoryFolder.name(model)))
        .reduce((older, newer) -> older.version() == version ? older : newer)
        .map(bad -> (bad.version() == 0 ? "" : "version " + bad.version() + ": ") + bad.why())
        .orElse(
            "no other version can take its place (expected: no version, to take the model away)");
  }
}

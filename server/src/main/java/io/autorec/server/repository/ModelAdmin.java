package io.autorec.server.repository;

import static io.autorec.server.repository.AdminException.Reason.IMPOSSIBLE;
import static io.autorec.server.repository.AdminException.Reason.MISSING;

import io.autorec.model.policy.PolicyException;
import io.autorec.model.policy.PolicyFile;
import io.autorec.server.inference.DeviceUnavailableException;
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
public record ModelAdmin(ModelCatalog catalog) {
  private static final Logger log = LoggerFactory.getLogger(ModelAdmin.class);

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
      Current now = read(name);
      ServingPolicy.Builder after = now.edit().setUnloaded(false);
      if (version == 0) {
        return change(now, 0, after, served -> served.main().isPresent());
      }
      NavigableSet<Long> there = require(now.model, version);
      after.clearWithdrawn().addAllWithdrawn(without(now.policy.getWithdrawnList(), version));
      // A label may keep the version now, but can move away from it.
      ServingPolicy unlabelled = after.clone().clearLabels().build();
      if (!catalog.complete(unlabelled).wants(there, version)) {
        if (after.getVersionsCount() > 0) {
          after.addVersions(version);
        } else {
          after.addAlso(version);
        }
      }
      return change(now, version, after, served -> served.versions().containsKey(version));
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
      Current now = read(name);
      if (version == 0) {
        return change(now, 0, now.edit().setUnloaded(true), served -> served.versions().isEmpty());
      }
      NavigableSet<Long> unused = require(now.model, version);
      for (Map.Entry<String, Long> label : now.policy.getLabelsMap().entrySet()) {
        if (label.getValue() == version) {
          throw new AdminException(
              IMPOSSIBLE,
              "label \"" + label.getKey() + "\" points to it (expected: to point elsewhere first)");
        }
      }
      ServingPolicy.Builder after =
          now.edit()
              .clearVersions()
              .addAllVersions(without(now.policy.getVersionsList(), version))
              .clearAlso()
              .addAllAlso(without(now.policy.getAlsoList(), version))
              .clearWithdrawn()
              .addAllWithdrawn(without(now.policy.getWithdrawnList(), version))
              .addWithdrawn(version);
      return change(now, 0, after, served -> !served.versions().containsKey(version));
    }
  }

  /**
   * Points a label to a version, or with version 0 removes the label.
   *
   * @throws AdminException if there is no such version, or it is withdrawn or cannot be loaded
   */
  public ServedVersions label(String name, long version, String label) throws AdminException {
    synchronized (catalog) {
      Current now = read(name);
      if (version == 0) {
        ServingPolicy.Builder after = now.edit().removeLabels(label);
        return change(now, 0, after, served -> !served.labels().containsKey(label));
      }
      NavigableSet<Long> unused = require(now.model, version);
      if (now.policy.getUnloaded()) {
        throw new AdminException(IMPOSSIBLE, "the model is unloaded (expected: to load it first)");
      }
      if (now.policy.getWithdrawnList().contains(version)) {
        throw new AdminException(IMPOSSIBLE, "it is withdrawn (expected: to load it first)");
      }
      return change(
          now,
          version,
          now.edit().putLabels(label, version),
          served -> Long.valueOf(version).equals(served.labels().get(label)));
    }
  }

  /** The folder of a model and its policy, before a change. */
  private record Current(Path model, ServingPolicy policy) {
    ServingPolicy.Builder edit() {
      return policy.toBuilder();
    }
  }

  private Current read(String name) throws AdminException {
    try {
      Path model =
          catalog
              .folderOf(name)
              .orElseThrow(() -> new AdminException(MISSING, "no such model in the repository"));
      return new Current(model, PolicyFile.read(model));
    } catch (RepositoryException e) {
      throw new AdminException(IMPOSSIBLE, "the repository cannot be read");
    } catch (PolicyException e) {
      throw new AdminException(IMPOSSIBLE, e.getMessage() + " (expected: to be mended first)");
    }
  }

  /** Returns the versions of a model, which must include a version. */
  private NavigableSet<Long> require(Path model, long version) throws AdminException {
    ServedModel served = catalog.model(RepositoryFolder.name(model));
    NavigableSet<Long> there = new TreeSet<>(served.versions().keySet());
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

  private static List<Long> without(List<Long> versions, long version) {
    return versions.stream().filter(other -> other != version).toList();
  }

  /**
   * Serves a new policy, if that has the result that was asked for.
   *
   * @param version the version to be served; 0 if none in particular
   * @param asked true for the result that was asked for
   */
  private ServedVersions change(
      Current now, long version, ServingPolicy.Builder edited, Predicate<ServedModel> asked)
      throws AdminException {
    ServingPolicy after = edited.build();
    ModelUpdate update = plan(now.model, after);
    boolean served = false;
    try {
      if (!asked.test(update.after())) {
        throw new AdminException(IMPOSSIBLE, why(now.model, version));
      }
      if (!after.equals(now.policy)) {
        write(now.model, now.policy, after);
      }
      catalog.serve(update);
      served = true;
    } finally {
      if (!served) {
        update.discard();
      }
    }
    ServedModel changed = update.after();
    log.info(
        "{}: serves {}, of them {} by default, labels {}",
        update.name(),
        changed.versions().keySet(),
        changed.main().orElse(0),
        changed.labels());
    return ServedVersions.newBuilder()
        .setName(update.name())
        .addAllVersions(changed.versions().keySet())
        .setMainVersion(changed.main().orElse(0))
        .putAllLabels(changed.labels())
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

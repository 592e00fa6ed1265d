package io.autorec.trainer.publish;

/** The version of this trainer, from its jar. */
public final class TrainerVersion {
  private TrainerVersion() {}

  /** The number, or {@code development} outside a jar. */
  public static String number() {
    String version = TrainerVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}

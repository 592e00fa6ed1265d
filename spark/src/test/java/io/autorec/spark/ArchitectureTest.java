package io.autorec.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.autorec.spark", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packages_haveNoCycles =
      slices().matching("io.autorec.spark.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyCli_knowsPicocli =
      noClasses()
          .that()
          .resideOutsideOfPackage("..spark.cli")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule onlyCli_printsToTheConsole =
      noClasses()
          .that()
          .resideOutsideOfPackage("..spark.cli..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  /** The jar holds neither what trains nor what reads files. */
  @ArchTest
  static final ArchRule nothing_trains =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.autorec.trainer.cli..",
              "io.autorec.trainer.run..",
              "io.autorec.trainer.training..",
              "io.autorec.trainer.export..",
              "ai.djl..");
}
